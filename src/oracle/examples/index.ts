export { bandit } from "./bandit.js";
export { chain } from "./chain.js";
export { gridworld } from "./gridworld.js";
export { type RandomMdpOptions, randomMdp } from "./random-mdp.js";
