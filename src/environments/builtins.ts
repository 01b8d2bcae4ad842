import { bipedalWalker, bipedalWalkerHardcore, lunarLander, lunarLanderContinuous } from "./box2d/index.js";
import { acrobot, cartPole, mountainCar, mountainCarContinuous, pendulum } from "./classic-control/index.js";
import type { EnvironmentDefinition } from "./environment.js";
import { mujocoTasks } from "./mujoco/index.js";
import { quadrupedTasks } from "./quadruped/index.js";
import { sanityEnvironments } from "./sanity/index.js";

/** Every environment that comes with the library, by id. */
export const builtins: readonly EnvironmentDefinition[] = [
  cartPole,
  mountainCar,
  mountainCarContinuous,
  acrobot,
  pendulum,
  lunarLander as EnvironmentDefinition,
  lunarLanderContinuous as EnvironmentDefinition,
  bipedalWalker as EnvironmentDefinition,
  bipedalWalkerHardcore as EnvironmentDefinition,
  ...mujocoTasks,
  ...quadrupedTasks,
  ...sanityEnvironments,
];
