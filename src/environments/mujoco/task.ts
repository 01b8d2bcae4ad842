import type * as v from "valibot";
import type { MujocoData, MujocoModel } from "../../mujoco/index.js";
import type { Random } from "../../random/index.js";

/** What is known of a task before MuJoCo is loaded. */
export interface TaskMetadata {
  readonly observationSize: number;
  readonly actionSize: number;
  /** Actions are from −bound to bound. */
  readonly actionBound: number;
  readonly maxEpisodeSteps: number;
  readonly rewardThreshold?: number;
}

/** The rules of a task, played with one simulation. */
export interface TaskRules {
  readonly observationSize: number;
  /** Numbers that a step leaves for the next one's reward. */
  readonly carriedSize: number;
  /** Whether `cfrc_ext` is read. */
  readonly needsBodyForces: boolean;
  /** Writes the positions and velocities that an episode starts from; they stand at the model's own. */
  start(random: Random): void;
  carry(carried: Float64Array, offset: number): void;
  observe(observation: Float64Array, offset: number): void;
  /** Of the step just made. `carried` is what the step before left. */
  reward(actions: ArrayLike<number>, actionOffset: number, carried: Float64Array, offset: number): number;
  isTerminal(): boolean;
}

/** A task: its rules by Gymnasium's keyword arguments, on a model of ours or on the user's. */
export interface Task<Schema extends v.GenericSchema = v.GenericSchema> {
  readonly metadata: TaskMetadata;
  /** Simulation steps per action. */
  readonly frameSkip: number;
  readonly options: Schema;
  readonly model: () => string;
  readonly play: (world: World, options: v.InferOutput<Schema>) => TaskRules;
}

export interface World {
  readonly model: MujocoModel;
  readonly data: MujocoData;
  /** Seconds per action. */
  readonly seconds: number;
}

export const defineTask = <Schema extends v.GenericSchema>(task: Task<Schema>): Task<Schema> => task;

/** Adds uniform noise from −scale to scale. */
export function addUniform(values: Float64Array, scale: number, random: Random): void {
  for (let i = 0; i < values.length; i++) values[i] = values[i]! + random.uniform(-scale, scale);
}

/** Adds normal noise of standard deviation `scale`. */
export function addNormal(values: Float64Array, scale: number, random: Random): void {
  for (let i = 0; i < values.length; i++) values[i] = values[i]! + scale * random.normal();
}

/** Copies `values` from index `from` on, and tells where it ended. */
export function write(out: Float64Array, offset: number, values: Float64Array, from = 0): number {
  for (let i = from; i < values.length; i++) out[offset++] = values[i]!;
  return offset;
}

export function writeClipped(
  out: Float64Array,
  offset: number,
  values: Float64Array,
  low: number,
  high: number,
  from = 0,
): number {
  for (let i = from; i < values.length; i++) out[offset++] = Math.min(Math.max(values[i]!, low), high);
  return offset;
}

export function sumOfSquares(values: ArrayLike<number>, offset: number, count: number): number {
  let sum = 0;
  for (let i = offset; i < offset + count; i++) sum += values[i]! * values[i]!;
  return sum;
}

export const clip = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
