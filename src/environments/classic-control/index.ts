export { acrobot } from "./acrobot.js";
export { cartPole } from "./cart-pole.js";
export { mountainCar } from "./mountain-car.js";
export { mountainCarContinuous } from "./mountain-car-continuous.js";
export { pendulum } from "./pendulum.js";
