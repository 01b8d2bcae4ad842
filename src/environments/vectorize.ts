import { UsageError } from "../errors.js";
import type { Random } from "../random/index.js";
import type { EnvironmentDefinition, LoadedEnvironment, VectorEnvironment } from "./environment.js";
import { episodeLimits } from "./episode-limits.js";
import { requireLoaded } from "./load-environment.js";
import { validateDefinition } from "./validate-definition.js";
import type { VectorPart } from "./vector-part.js";
import { vectorizeDynamics } from "./vectorize-dynamics.js";
import { vectorizeObjects } from "./vectorize-objects.js";

export interface VectorizeOptions {
  /** Replaces the definition's time limit; Infinity for none. */
  readonly maxEpisodeSteps?: number;
  /** Number of the first copy, where these are some of a larger vector's: it draws from `random.split(firstCopy)`; default 0. */
  readonly firstCopy?: number;
  /** Cut the first episode of each copy at a random length, where the definition asks for that in training; default false. */
  readonly training?: boolean;
}

/**
 * `count` copies of an environment that step together. Copy i draws from `random.split(i)`, so it plays the same episodes
 * whatever `count` is. Time limits set `truncated`, never `terminated`; where both would hold, only `terminated` is set.
 *
 * Throws UsageError `invalid-count`, `unknown-option`, `invalid-option`, `invalid-environment`, `invalid-space` or
 * `environment-not-loaded` and RunError `invalid-environment-object` or `asynchronous-environment` at once; later, `step` and `reset` throw
 * RunError `non-finite-observation`, `non-finite-reward`, `non-finite-action`, `invalid-step-result` or
 * `environment-failed`, naming environment, copy and step of the episode, after which only `reset` or `setState` makes
 * sense.
 */
export function vectorize(
  definition: EnvironmentDefinition,
  count: number,
  random: Random,
  options: VectorizeOptions = {},
): VectorEnvironment {
  requireCount(definition, count);
  const limited = limit(definition, options);
  validateDefinition(limited);
  return vectorizePart(requireLoaded(limited), count, random, {
    firstCopy: options.firstCopy ?? 0,
    training: options.training === true,
  });
}

/** Some of the copies of a larger vector, which has checked the definition. Throws what `vectorize` throws otherwise. */
export function vectorizePart(
  definition: LoadedEnvironment,
  count: number,
  random: Random,
  part: VectorPart = {},
): VectorEnvironment {
  const lengths = episodeLimits(definition, count, part.training === true);
  if (definition.dynamics !== undefined) return vectorizeDynamics(definition, count, random, lengths, part);
  return vectorizeObjects(definition, count, random, lengths, part);
}

/** Throws UsageError `invalid-count` unless that many copies can be run. */
export function requireCount({ id }: EnvironmentDefinition, count: number): void {
  if (Number.isSafeInteger(count) && count >= 1) return;
  throw new UsageError({
    code: "invalid-count",
    message: `Environment "${id}" cannot run in ${count} copies.`,
    fix: "Give a whole number of copies, at least 1.",
  });
}

const known = ["maxEpisodeSteps", "firstCopy", "training"];

function limit(definition: EnvironmentDefinition, options: VectorizeOptions): EnvironmentDefinition {
  const unknown = Object.keys(options).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw new UsageError({
      code: "unknown-option",
      message: `vectorize has no option "${unknown}".`,
      fix: `The options are ${known.slice(0, -1).join(", ")} and ${known.at(-1)}.`,
    });
  }
  const { firstCopy = 0 } = options;
  if (!Number.isSafeInteger(firstCopy) || firstCopy < 0) {
    throw new UsageError({
      code: "invalid-option",
      message: `vectorize: no copy has the number ${firstCopy}.`,
      fix: "Give firstCopy a whole number, at least 0.",
    });
  }
  if (options.maxEpisodeSteps === undefined) return definition;
  if (options.maxEpisodeSteps !== Infinity) return { ...definition, maxEpisodeSteps: options.maxEpisodeSteps };
  const { maxEpisodeSteps: _, ...unlimited } = definition;
  return unlimited as EnvironmentDefinition;
}
