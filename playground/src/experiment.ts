import { type Algorithm, createAlgorithm, ProximalError, UsageError } from "proximal";
import type { Problem } from "../../ui/problem.js";
import { algorithmsFor, environmentOf, presetOf } from "./tasks.js";

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
}

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
  return { environment, algorithm, seed, totalSteps, until: rewardThreshold, pauseAt: undefined, options: {} };
}

/** All options, preset included. Throws a UsageError for impossible ones. */
export function algorithmOf({ environment, algorithm, options }: Experiment): Algorithm {
  return createAlgorithm(algorithm, { ...presetOf(environment, algorithm).options, ...options });
}

/** Every setting, so that a link says what it will do. */
export function toHash(experiment: Experiment): string {
  const { options, ...plain } = experiment;
  const entries = Object.entries(plain)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, String(value)]);
  if (experiment.until === undefined) entries.push(["until", "none"]);
  for (const [key, value] of Object.entries(options)) entries.push([`option.${key}`, JSON.stringify(value)]);
  return `#${new URLSearchParams(entries)}`;
}

export interface ReadHash {
  readonly experiment: Experiment;
  /** Begin at once. */
  readonly run: boolean;
  readonly problems: readonly Problem[];
}

/** The experiment that a link describes; what it says wrongly is left at its default and told. */
export function fromHash(hash: string): ReadHash {
  const problems: Problem[] = [];
  const entries = new URLSearchParams(hash.replace(/^#/, ""));
  const attempt = <T>(task: () => T, fallback: T): T => {
    try {
      return task();
    } catch (error) {
      problems.push(problemOf(error));
      return fallback;
    }
  };
  const environment = attempt(() => {
    const id = entries.get("environment") ?? startingPoint.environment;
    return environmentOf(id).id;
  }, startingPoint.environment);
  const algorithm = attempt(() => {
    const name = entries.get("algorithm") ?? "ppo";
    createAlgorithm(name);
    if (algorithmsFor(environment).includes(name)) return name;
    throw refusal(`${name} does not apply to ${environment}`, "Choose another algorithm.");
  }, "ppo");
  const base = experimentFor(environment, algorithm);
  const whole = (key: string, least: number) => {
    const text = entries.get(key);
    if (text === null) return undefined;
    const value = Number(text);
    if (text !== "" && Number.isSafeInteger(value) && value >= least) return value;
    throw refusal(`${key} is "${text}"`, `Use a whole number from ${least} up.`);
  };
  const options: Record<string, unknown> = {};
  for (const [key, text] of entries) {
    if (key.startsWith("option.")) {
      const name = key.slice("option.".length);
      const value = attempt(() => parseValue(name, text), undefined);
      if (value !== undefined) options[name] = value;
    } else if (!["environment", "algorithm", "seed", "totalSteps", "until", "pauseAt", "run"].includes(key)) {
      const fix = "Settings are environment, algorithm, seed, totalSteps, until, pauseAt, run and option.<name>.";
      problems.push({ message: `The link has an unknown setting "${key}".`, fix });
    }
  }
  const until = attempt(() => {
    const text = entries.get("until");
    if (text === null) return base.until;
    if (text === "none") return undefined;
    if (text !== "" && Number.isFinite(Number(text))) return Number(text);
    throw refusal(`until is "${text}"`, 'Use a number, or "none".');
  }, base.until);
  const experiment: Experiment = {
    environment,
    algorithm,
    seed: attempt(() => whole("seed", 0), undefined) ?? base.seed,
    totalSteps: attempt(() => whole("totalSteps", 1), undefined) ?? base.totalSteps,
    until,
    pauseAt: attempt(() => whole("pauseAt", 1), undefined),
    options,
  };
  return { experiment, run: entries.get("run") === "true" && problems.length === 0, problems };
}

/** An option as it is written in a link and in a field: JSON. Throws a UsageError for what is not. */
export function parseValue(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refusal(
      `option "${name}" is ${text}`,
      'Write it as JSON, such as 0.001, true, null or {"from":0.003,"to":0}.',
    );
  }
}

function refusal(message: string, fix: string): UsageError {
  return new UsageError({ code: "invalid-link", message: `${message}.`, fix });
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
