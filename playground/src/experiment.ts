import { type Algorithm, createAlgorithm, ProximalError } from "proximal";
import type { Problem } from "../../ui/problem.js";
import { environmentOf, presetOf } from "./tasks.js";

/** Everything that decides how a training goes: two equal experiments give the same curves, bit for bit. */
export interface Experiment {
  readonly environment: string;
  readonly algorithm: string;
  readonly seed: number;
  readonly totalSteps: number;
  /** Stop at the first evaluation whose mean return reaches this. */
  readonly until: number | undefined;
  /** Pause after this many iterations. */
  readonly pauseAt: number | undefined;
  /** What differs from the preset. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Trained beside it, on the same environment and seed, for as many steps. */
  readonly against: Rival | undefined;
}

/** A second algorithm, and what of its options differs from its preset. */
export interface Rival {
  readonly algorithm: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** The experiment of the second algorithm. */
export const rivalOf = (experiment: Experiment): Experiment | undefined =>
  experiment.against && { ...experiment, ...experiment.against, against: undefined };

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Whatever was thrown, as something to show. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProximalError) {
    const setting = /option "(\w+)/.exec(error.message)?.[1] ?? /"(\w+)" is/.exec(error.message)?.[1];
    return { message: error.message, fix: error.fix, ...(setting !== undefined && { setting }) };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { message, fix: "Reset the experiment. If that does not help, reload the page." };
}

export const startingPoint: Experiment = experimentFor("CartPole-v1", "ppo");

/** An environment and an algorithm with their preset. */
export function experimentFor(environment: string, algorithm: string, seed = 1): Experiment {
  const { totalSteps } = presetOf(environment, algorithm);
  const { rewardThreshold } = environmentOf(environment);
  return {
    environment,
    algorithm,
    seed,
    totalSteps,
    until: rewardThreshold,
    pauseAt: undefined,
    options: {},
    against: undefined,
  };
}

/** All options, preset included. Throws a UsageError for impossible ones. */
export function algorithmOf({ environment, algorithm, options }: Experiment): Algorithm {
  return createAlgorithm(algorithm, { ...presetOf(environment, algorithm).options, ...options });
}

/** What of the options the preset does not say already. */
export function changedOptions(
  { environment, algorithm }: Experiment,
  options: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const preset = createAlgorithm(algorithm, presetOf(environment, algorithm).options).options;
  return Object.fromEntries(Object.entries(options).filter(([key, value]) => !sameJson(value, preset[key])));
}

const sameJson = (a: unknown, b: unknown): boolean =>
  isRecord(a) || isRecord(b) ? JSON.stringify(a) === JSON.stringify(b) : a === b;
