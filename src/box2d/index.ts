/**
 * Gymnasium's Box2D environments on planck, Box2D in JavaScript. Importing this needs the package `planck`.
 * @module
 */
export { bipedalWalker, bipedalWalkerHardcore } from "./bipedal-walker.js";
export {
  defineLunarLander,
  defineLunarLanderContinuous,
  type LunarLanderOptions,
  lunarLander,
  lunarLanderContinuous,
} from "./lunar-lander.js";
