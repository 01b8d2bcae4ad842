export { bipedalWalker, bipedalWalkerHardcore } from "./bipedal-walker.js";
export {
  defineLunarLander,
  defineLunarLanderContinuous,
  type LunarLanderOptions,
  lunarLander,
  lunarLanderContinuous,
} from "./lunar-lander.js";
