import * as v from "valibot";
import { integer, number, positive } from "../../options.js";
import type { Fidelity } from "./build-model.js";
import { defaultRewardWeights, type RewardTerm, type RewardWeights } from "./rewards.js";
import type { Robot } from "./robot.js";
import type { RobotName } from "./robots/index.js";

/** [low, high]; both ends alike: always that value. */
export type Range = readonly [low: number, high: number];

/**
 * The fastest command, m/s and rad/s: machines on legs have run at about 13 m/s, and nobody turns three times a second
 * on foot.
 */
const FASTEST_COMMAND = 20;

/**
 * The longest delay and latency, seconds. Who falls for so long comes from 4.9 m, so whatever acts later than that no longer
 * keeps itself up; real sensors and drives take some hundredths.
 */
const LONGEST_DELAY = 1;

/** What the robot is told to do; drawn anew at the start of an episode and every `seconds`. */
export interface CommandOptions {
  /** m/s, within ± 20; default [−1, 1]. */
  readonly forward?: Range;
  /** m/s, to the left, within ± 20; default [−0.5, 0.5]. */
  readonly lateral?: Range;
  /** rad/s, counterclockwise, within ± 20; default [−1, 1]. */
  readonly yaw?: Range;
  /**
   * Draw a heading instead of a yaw rate, and command the rate (within `yaw`) that turns the robot there: it walks straight
   * for most of the time; default false.
   */
  readonly heading?: boolean;
  /** Between draws; default 4. */
  readonly seconds?: number;
  /** Share of draws that say "stand still"; default 0.1. */
  readonly standing?: number;
}

export interface SensingOptions {
  /** Times the noise of docs/quadruped.md; 0: none; default 0.5. */
  readonly noise?: number;
  /** Age of what is measured, in seconds up to 1, drawn for each episode in whole control steps; default [0, 0]. */
  readonly delay?: Range;
}

/** What differs from episode to episode. */
export interface RandomizationOptions {
  /** Coefficient between feet and ground; default [0.4, 1.2]. */
  readonly friction?: Range;
  /** Share of the base's mass that is added or, below 0, taken away; default [0, 0]. */
  readonly baseMass?: Range;
  /** The base's center of mass is off by up to this along each axis, meters; default 0. */
  readonly centerOfMass?: number;
  /** Factor on gains and torque limits; default [1, 1]. */
  readonly motorStrength?: Range;
  /** From choosing an action to its effect, in seconds up to 1, drawn in whole simulation steps; default [0, 0]. */
  readonly latency?: Range;
  /** The greatest change of velocity by a push, m/s along x and along y; 0: none; default 0.5. */
  readonly pushSpeed?: number;
  /** Between pushes on average; default 10. */
  readonly pushSeconds?: number;
}

export interface TerminationOptions {
  /** The episode ends when the base leans further than this, radians; default 1. */
  readonly tilt?: number;
  /** And when the base is lower than this share of its standing height; default 0.5. */
  readonly height?: number;
}

export interface StartOptions {
  /** Joints start within ± this of standing, radians; default 0.1. */
  readonly joints?: number;
  /** The base starts within ± this, m/s and rad/s; default 0.3. */
  readonly velocity?: number;
}

/** Options of `quadrupedEnvironment`; all have defaults. */
export interface QuadrupedOptions {
  /** Default: the built-in task's id; with other options "Custom" and that id, with a robot of your own its name and "Flat-v0". */
  readonly id?: string;
  /** One of ours by name, or your own; default "anymal-c". */
  readonly robot?: RobotName | Robot;
  /** Default "training". */
  readonly fidelity?: Fidelity;
  readonly commands?: CommandOptions;
  /** Weights of the reward's terms; those left out are the robot's own, or else the defaults. */
  readonly rewards?: Partial<RewardWeights>;
  /** Raise negative rewards to 0, so that ending the episode never pays; default true. */
  readonly onlyPositiveRewards?: boolean;
  readonly sensing?: SensingOptions;
  readonly randomization?: RandomizationOptions;
  readonly termination?: TerminationOptions;
  readonly start?: StartOptions;
  /** Whether torque limits shrink with speed, to 0 at the robot's no-load speed; default false. */
  readonly speedTorqueCurve?: boolean;
  /** Simulation steps (5 ms) per action; default 4. */
  readonly decimation?: number;
  /** Default 20. */
  readonly episodeSeconds?: number;
}

const range = (low: number, high: number, minimum?: number, maximum?: number) =>
  v.optional(
    v.pipe(
      v.tuple([number(minimum, maximum), number(minimum, maximum)]),
      v.check(([from, to]) => from <= to, "Use [low, high] with low ≤ high"),
      v.readonly(),
    ),
    [low, high],
  );

const command = (low: number, high: number) => range(low, high, -FASTEST_COMMAND, FASTEST_COMMAND);

const weights = Object.fromEntries(
  Object.entries(defaultRewardWeights).map(([name, weight]) => [name, v.optional(number(), weight)]),
) as Record<RewardTerm, v.OptionalSchema<ReturnType<typeof number>, number>>;

export const taskSchema = v.strictObject({
  id: v.optional(v.string()),
  robot: v.optional(v.union([v.string(), v.looseObject({})]), "anymal-c"),
  fidelity: v.optional(v.picklist(["training", "evaluation"]), "training"),
  commands: v.optional(
    v.strictObject({
      forward: command(-1, 1),
      lateral: command(-0.5, 0.5),
      yaw: command(-1, 1),
      heading: v.optional(v.boolean(), false),
      seconds: v.optional(positive(), 4),
      standing: v.optional(number(0, 1), 0.1),
    }),
    {},
  ),
  rewards: v.optional(v.strictObject(weights), {}),
  onlyPositiveRewards: v.optional(v.boolean(), true),
  sensing: v.optional(v.strictObject({ noise: v.optional(number(0), 0.5), delay: range(0, 0, 0, LONGEST_DELAY) }), {}),
  randomization: v.optional(
    v.strictObject({
      friction: range(0.4, 1.2, 0),
      baseMass: range(0, 0, -0.9),
      centerOfMass: v.optional(number(0), 0),
      motorStrength: range(1, 1, 0),
      latency: range(0, 0, 0, LONGEST_DELAY),
      pushSpeed: v.optional(number(0), 0.5),
      pushSeconds: v.optional(positive(), 10),
    }),
    {},
  ),
  termination: v.optional(
    v.strictObject({ tilt: v.optional(number(0.1, 3), 1), height: v.optional(number(0, 0.95), 0.5) }),
    {},
  ),
  start: v.optional(v.strictObject({ joints: v.optional(number(0), 0.1), velocity: v.optional(number(0), 0.3) }), {}),
  speedTorqueCurve: v.optional(v.boolean(), false),
  decimation: v.optional(integer(1), 4),
  episodeSeconds: v.optional(positive(), 20),
});

export type ResolvedTask = Omit<v.InferOutput<typeof taskSchema>, "id" | "robot">;
