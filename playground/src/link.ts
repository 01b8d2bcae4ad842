import { createAlgorithm, UsageError } from "proximal";
import type { Problem } from "../../ui/problem.js";
import { type Experiment, experimentFor, problemOf, startingPoint } from "./experiment.js";
import { algorithmsFor, environmentOf } from "./tasks.js";

/** Every setting, so that a link says what it will do. */
export function toHash(experiment: Experiment): string {
  const { options, against, ...plain } = experiment;
  const entries = Object.entries({ ...plain, against: against?.algorithm })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, String(value)]);
  if (experiment.until === undefined) entries.push(["until", "none"]);
  for (const [key, value] of Object.entries(options)) entries.push([`option.${key}`, JSON.stringify(value)]);
  for (const [key, value] of Object.entries(against?.options ?? {})) {
    entries.push([`against.option.${key}`, JSON.stringify(value)]);
  }
  return `#${new URLSearchParams(entries)}`;
}

export interface ReadHash {
  readonly experiment: Experiment;
  /** Begin at once. */
  readonly run: boolean;
  readonly problems: readonly Problem[];
}

const settings = ["environment", "algorithm", "seed", "totalSteps", "until", "pauseAt", "against", "run"];

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
  const applicable = (name: string) => {
    createAlgorithm(name);
    if (algorithmsFor(environment).includes(name)) return name;
    throw refusal(`${name} does not apply to ${environment}`, "Choose another algorithm.");
  };
  const algorithm = attempt(() => applicable(entries.get("algorithm") ?? "ppo"), "ppo");
  const against = attempt(() => {
    const name = entries.get("against");
    return name === null ? undefined : applicable(name);
  }, undefined);
  const base = experimentFor(environment, algorithm);
  const whole = (key: string, least: number) => {
    const text = entries.get(key);
    if (text === null) return undefined;
    const value = Number(text);
    if (text !== "" && Number.isSafeInteger(value) && value >= least) return value;
    throw refusal(`${key} is "${text}"`, `Use a whole number from ${least} up.`);
  };
  const options: Record<string, unknown> = {};
  const rivalOptions: Record<string, unknown> = {};
  for (const [key, text] of entries) {
    const [, rival, name] = /^(against\.)?option\.(.+)$/.exec(key) ?? [];
    if (name !== undefined) {
      const value = attempt(() => parseValue(name, text), undefined);
      if (value !== undefined) (rival ? rivalOptions : options)[name] = value;
    } else if (!settings.includes(key)) {
      const fix = `Settings are ${settings.join(", ")}, option.<name> and against.option.<name>.`;
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
    against: against === undefined ? undefined : { algorithm: against, options: rivalOptions },
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
