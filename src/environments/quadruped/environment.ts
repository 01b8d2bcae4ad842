import { loadMujoco } from "../../mujoco/index.js";
import { parseOptions } from "../../options.js";
import { type Box, box } from "../../spaces/index.js";
import type { EnvironmentMetadata } from "../environment.js";
import { buildModel } from "./build-model.js";
import { checkRobot, requireStanding } from "./check-robot.js";
import { rewardWeights } from "./rewards.js";
import { jointsOf, type Robot } from "./robot.js";
import { flatMirror } from "./robot-mirror.js";
import { anymalC, findRobot, go1 } from "./robots/index.js";
import { type QuadrupedDynamics, quadrupedDynamics } from "./task.js";
import { type QuadrupedOptions, taskSchema } from "./task-options.js";

/** Actions beyond ± this are clipped; times the robot's action scale, that is 2 rad for ours. */
const ACTION_BOUND = 4;

/** Ids of the registered tasks. */
export const flatTasks = { "AnymalFlat-v0": anymalC, "Go1Flat-v0": go1 } as const;

export type QuadrupedEnvironment = EnvironmentMetadata<Box, Box> & {
  readonly dynamics: QuadrupedDynamics;
  readonly create?: never;
  readonly load?: never;
};

/** What a robot's policy sees and does on flat ground, and what that is in the mirror, where the robot has an image. */
export function flatSpaces(robot: Robot) {
  const joints = jointsOf(robot).length;
  const mirror = flatMirror(robot);
  return {
    observationSpace: box({ shape: [12 + 3 * joints] }),
    actionSpace: box({ shape: [joints], low: -ACTION_BOUND, high: ACTION_BOUND }),
    ...(mirror && { mirror }),
  } as const;
}

/**
 * A robot on legs that follows velocity commands on flat ground (after Rudin et al. 2022, "Learning to walk in minutes
 * using massively parallel deep reinforcement learning").
 *
 * Throws UsageError `unknown-option` or `invalid-option`, `unknown-robot`, and for a robot of your own `invalid-robot`
 * or `invalid-standing-pose`; or what `loadMujoco` and `compile` throw.
 */
export async function quadrupedEnvironment(options: QuadrupedOptions = {}): Promise<QuadrupedEnvironment> {
  const { id, robot: given, ...task } = parseOptions("quadrupedEnvironment", taskSchema, options);
  const robot = typeof given === "string" ? findRobot(given) : checkRobot(given);
  const rewards = rewardWeights(task.rewards, robot.rewards, options.rewards);
  const mujoco = await loadMujoco();
  requireStanding(mujoco, robot, task.termination);
  const model = mujoco.compile(buildModel(robot, task.fidelity));
  const seconds = task.decimation * model.timestep;
  return {
    id: id ?? defaultId(robot, options),
    ...flatSpaces(robot),
    maxEpisodeSteps: Math.max(1, Math.round(task.episodeSeconds / seconds)),
    staggered: true,
    settings: { robot, ...task, rewards },
    dynamics: quadrupedDynamics(model, model.createData(), robot, { ...task, rewards }),
  };
}

/** Whatever differs from a registered task has a name of its own, so that none is taken for the other. */
function defaultId(robot: Robot, { id: _, robot: __, ...changed }: QuadrupedOptions): string {
  const ours = Object.entries(flatTasks).find(([, known]) => known === robot)?.[0];
  if (ours === undefined) return `${robot.name}Flat-v0`;
  return Object.keys(changed).length === 0 ? ours : `Custom${ours}`;
}
