import { loadMujoco } from "../../../mujoco/index.js";
import { type Box, box, dict } from "../../../spaces/index.js";
import type { EnvironmentMetadata } from "../../environment.js";
import { buildModel, nameOf } from "../build-model.js";
import { checkRobot, requireStanding } from "../check-robot.js";
import { flatSpaces } from "../environment.js";
import type { Ground } from "../ground.js";
import { standingHeight } from "../kinematics.js";
import { rewardWeights } from "../rewards.js";
import type { Robot } from "../robot.js";
import { anymalC, findRobot, go1 } from "../robots/index.js";
import { quadrupedDynamics } from "../task.js";
import type { HeightGrid } from "./perception.js";
import { privilegedParts } from "./privileged.js";
import { roughMirror } from "./rough-mirror.js";
import { defaultGrid, type RoughQuadrupedOptions, resolveRoughOptions } from "./rough-options.js";
import { type RoughDynamics, roughDynamics } from "./rough-task.js";

/** Ids of the registered tasks. */
export const roughTasks = { "AnymalRough-v0": anymalC, "Go1Rough-v0": go1 } as const;

export type RoughQuadrupedEnvironment = EnvironmentMetadata<ReturnType<typeof roughSpaces>["observationSpace"], Box> & {
  readonly dynamics: RoughDynamics;
  readonly create?: never;
  readonly load?: never;
};

/** What the policy and the critic see, for a robot and where it looks up heights, and what that is in the mirror. */
export function roughSpaces(robot: Robot, grid: HeightGrid = defaultGrid) {
  const { observationSpace: proprioception, actionSpace } = flatSpaces(robot);
  const mirror = roughMirror(robot, grid);
  return {
    observationSpace: dict({
      proprioception,
      heights: box({ shape: [grid.forward.length * grid.lateral.length] }),
      privileged: box({ shape: [privilegedParts(robot.legs.map(({ foot }) => foot)).size] }),
    }),
    actionSpace,
    criticOnly: ["privileged"],
    ...(mirror && { mirror }),
  } as const;
}

/**
 * A robot on legs that follows commands over terrain, sees the ground around it, and moves on to harder tiles as it
 * gets better (after Rudin et al. 2022). All copies share one model with one height field.
 *
 * Throws what `quadrupedEnvironment` and `generateTerrain` throw.
 */
export async function roughQuadrupedEnvironment(
  options: RoughQuadrupedOptions = {},
): Promise<RoughQuadrupedEnvironment> {
  const { id, robot: given, task, terrain, terrainSettings, curriculum, perception } = resolveRoughOptions(options);
  const robot = typeof given === "string" ? findRobot(given) : checkRobot(given);
  const rewards = rewardWeights(task.rewards, robot.rewards, options.rewards);
  const mujoco = await loadMujoco();
  requireStanding(mujoco, robot, task.termination);
  const model = mujoco.compile(buildModel(robot, task.fidelity, terrain));
  const data = model.createData();
  const field = model.heightField(nameOf.terrain);
  const { lowest, elevations } = terrain;
  // rounding may lead below 0 by the last bit
  field.setElevations(elevations.map((elevation) => Math.min(Math.max(elevation - lowest, 0), field.maximum)));
  const ground: Ground = {
    elevationAt: (x, y) =>
      // flat ground lies around the field
      Math.abs(x) > field.radiusX || Math.abs(y) > field.radiusY ? 0 : field.elevationAt(x, y) + lowest,
    start: { x: 0, y: 0 },
  };
  const seconds = task.decimation * model.timestep;
  const episodeSteps = Math.max(1, Math.round(task.episodeSeconds / seconds));
  const flat = quadrupedDynamics(model, data, robot, { ...task, rewards }, ground);
  return {
    id: id ?? defaultId(robot, options),
    ...roughSpaces(robot, perception),
    maxEpisodeSteps: episodeSteps,
    staggered: true,
    settings: { robot, ...task, rewards, terrain: terrainSettings, curriculum, perception },
    dynamics: roughDynamics(flat, {
      terrain,
      ground,
      perception,
      curriculum,
      standingHeight: standingHeight(robot),
      feet: robot.legs.map(({ foot }) => foot),
      episodeSteps,
    }),
  };
}

/** Whatever differs from a registered task has a name of its own, so that none is taken for the other. */
function defaultId(robot: Robot, { id: _, robot: __, ...changed }: RoughQuadrupedOptions): string {
  const ours = Object.entries(roughTasks).find(([, known]) => known === robot)?.[0];
  if (ours === undefined) return `${robot.name}Rough-v0`;
  return Object.keys(changed).length === 0 ? ours : `Custom${ours}`;
}
