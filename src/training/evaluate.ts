import {
  type EnvironmentDefinition,
  loadEnvironment,
  type VectorEnvironment,
  vectorize,
  withoutCriticOnly,
} from "../environments/index.js";
import { RunError, UsageError } from "../errors.js";
import { type Policy, requireSameSpaces } from "../policies/index.js";
import { createRandom } from "../random/index.js";
import { actionClipper, forgetEnded } from "../rollout/index.js";

/** Returns over whole episodes, not discounted. */
export interface EvaluationResult {
  readonly mean: number;
  readonly std: number;
  readonly episodes: number;
  readonly meanLength: number;
  /** Per episode, in the order of the seeds. */
  readonly returns: readonly number[];
}

/** Chooses actions for all copies: [count] or [count, actionSize], Discrete counted from 0; those beyond a Box's bounds are clipped. */
export type ActFunction = (environment: VectorEnvironment) => Promise<Int32Array | Float32Array>;

/** An episode that lasts longer than this without a time limit is taken for endless. */
const LONGEST_EPISODE = 1_000_000;

/**
 * Runs one episode in each copy of a vector and reports their returns. Every copy contributes exactly its first episode,
 * so short episodes are not counted more often than long ones.
 */
export async function evaluateEpisodes(environment: VectorEnvironment, act: ActFunction): Promise<EvaluationResult> {
  const { count } = environment;
  const returns = new Array<number>(count).fill(Number.NaN);
  const lengths = new Array<number>(count).fill(0);
  const clip = actionClipper(environment.definition.actionSpace, count);
  let remaining = count;
  environment.reset();
  for (let step = 0; remaining > 0; step++) {
    if (step > LONGEST_EPISODE) {
      throw new RunError({
        code: "endless-episode",
        message: `An evaluation episode of ${environment.definition.id} did not end within ${LONGEST_EPISODE} steps.`,
        fix: "Give the environment a maxEpisodeSteps.",
      });
    }
    environment.step(clip(await act(environment)));
    for (const { copy, episodeReturn, length } of environment.finishedEpisodes) {
      if (!Number.isNaN(returns[copy])) continue;
      returns[copy] = episodeReturn;
      lengths[copy] = length;
      remaining--;
    }
  }
  const mean = average(returns);
  return {
    mean,
    std: Math.sqrt(average(returns.map((value) => (value - mean) ** 2))),
    episodes: count,
    meanLength: average(lengths),
    returns,
  };
}

export interface EvaluatePolicyOptions {
  /** Default 100. */
  readonly episodes?: number;
  /** Default 0. */
  readonly seed?: number;
  /** Most probable actions instead of sampled ones; default true. */
  readonly deterministic?: boolean;
}

/** Evaluates an exported policy in fresh copies of an environment. Throws UsageError `space-mismatch` if it was trained on other spaces. */
export async function evaluatePolicy(
  policy: Policy,
  definition: EnvironmentDefinition,
  options: EvaluatePolicyOptions = {},
): Promise<EvaluationResult> {
  const seen = withoutCriticOnly(definition);
  requireSameSpaces(policy.metadata, seen);
  const { episodes = 100, seed = 0, deterministic = true } = options;
  requireEpisodes(episodes);
  const random = createRandom(seed);
  const environment = vectorize(await loadEnvironment(seen), episodes, random.split("evaluation"));
  try {
    const { actionSpace } = definition;
    const start = actionSpace.kind === "discrete" ? actionSpace.start : 0;
    const state = new Float32Array(episodes * policy.stateSize);
    return await evaluateEpisodes(environment, async ({ observations, actionMasks, terminated, truncated }) => {
      forgetEnded(state, policy.stateSize, terminated, truncated);
      const actions = await policy.actBatch(observations, {
        deterministic,
        ...(policy.stateSize > 0 && { state }),
        ...(actionMasks && { mask: actionMasks }),
        ...(!deterministic && policy.noiseFor(episodes, random)),
      });
      return start === 0 ? actions : actions.map((action) => action - start);
    });
  } finally {
    environment.close();
  }
}

/** All episodes run side by side, so their number is bounded by memory. */
const MOST_EPISODES = 100_000;

/** Throws a UsageError unless that many episodes can be run. */
export function requireEpisodes(episodes: number): void {
  if (Number.isInteger(episodes) && episodes >= 1 && episodes <= MOST_EPISODES) return;
  throw new UsageError({
    code: "invalid-option",
    message: `The number of evaluation episodes is ${episodes}.`,
    fix: `Use a whole number from 1 to ${MOST_EPISODES}.`,
  });
}

const average = (values: readonly number[]) => values.reduce((total, value) => total + value, 0) / values.length;
