import { box } from "../../spaces/index.js";
import { defineEnvironment } from "../define.js";
import type { EnvironmentDefinition } from "../environment.js";
import { mujocoEnvironment } from "./mujoco-environment.js";
import type { MujocoTaskId } from "./task-keywords.js";
import { tasks } from "./tasks/index.js";

/** Every MuJoCo task as Gymnasium has it. Nothing of MuJoCo is loaded before one of them is used. */
export const mujocoTasks: readonly EnvironmentDefinition[] = (Object.keys(tasks) as MujocoTaskId[]).map((id) => {
  const { observationSize, actionSize, actionBound, maxEpisodeSteps, ...more } = tasks[id].metadata;
  return defineEnvironment({
    id,
    observationSpace: box({ shape: [observationSize] }),
    actionSpace: box({ shape: [actionSize], low: -actionBound, high: actionBound }),
    maxEpisodeSteps,
    ...more,
    load: () => mujocoEnvironment(id),
  });
});
