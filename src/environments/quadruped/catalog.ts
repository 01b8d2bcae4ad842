import { defineEnvironment } from "../define.js";
import type { EnvironmentDefinition } from "../environment.js";
import { flatSpaces, flatTasks, quadrupedEnvironment } from "./environment.js";
import { roughQuadrupedEnvironment, roughSpaces, roughTasks } from "./rough/index.js";

/** Robots on legs that follow velocity commands. Nothing of MuJoCo is loaded before one of them is used. */
export const quadrupedTasks: readonly EnvironmentDefinition[] = [
  ...Object.entries(flatTasks).map(([id, robot]) =>
    defineEnvironment({
      id,
      ...flatSpaces(robot),
      maxEpisodeSteps: 1000,
      staggered: true,
      load: () => quadrupedEnvironment({ robot }),
    }),
  ),
  ...Object.entries(roughTasks).map(([id, robot]) =>
    defineEnvironment({
      id,
      ...roughSpaces(robot),
      maxEpisodeSteps: 1000,
      staggered: true,
      load: () => roughQuadrupedEnvironment({ robot }),
    }),
  ),
];
