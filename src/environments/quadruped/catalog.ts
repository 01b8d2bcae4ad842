import { box } from "../../spaces/index.js";
import { defineEnvironment } from "../define.js";
import type { EnvironmentDefinition } from "../environment.js";
import { ACTION_BOUND, flatTasks, quadrupedEnvironment } from "./environment.js";
import { jointsOf } from "./robot.js";
import { flatMirror } from "./robot-mirror.js";
import { roughQuadrupedEnvironment, roughSpaces, roughTasks } from "./rough/index.js";

/** Robots on legs that follow velocity commands. Nothing of MuJoCo is loaded before one of them is used. */
export const quadrupedTasks: readonly EnvironmentDefinition[] = [
  ...Object.entries(flatTasks).map(([id, robot]) => {
    const joints = jointsOf(robot).length;
    const mirror = flatMirror(robot);
    return defineEnvironment({
      id,
      observationSpace: box({ shape: [12 + 3 * joints] }),
      actionSpace: box({ shape: [joints], low: -ACTION_BOUND, high: ACTION_BOUND }),
      maxEpisodeSteps: 1000,
      staggered: true,
      ...(mirror && { mirror }),
      load: () => quadrupedEnvironment({ robot }),
    });
  }),
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
