import { acrobot, cartPole, mountainCar, mountainCarContinuous, pendulum } from "./classic-control/index.js";
import type { EnvironmentDefinition } from "./environment.js";
import { mujocoTasks } from "./mujoco/index.js";
import { sanityEnvironments } from "./sanity/index.js";

/** Every environment that comes with the library, by id. */
export const builtins: readonly EnvironmentDefinition[] = [
  cartPole,
  mountainCar,
  mountainCarContinuous,
  acrobot,
  pendulum,
  ...mujocoTasks,
  ...sanityEnvironments,
];
