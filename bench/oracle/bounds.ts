import { exactSurrogate, lowerBound, randomMdp, randomPolicy } from "../../src/oracle/index.js";
import { createRandom } from "../../src/random/index.js";

/** In the order of the lecture's page. The first two are theorems. */
export const boundForms = [
  "maximum",
  "root of the mean",
  "mean (heuristic)",
  "model alone",
  "maximum without J(μ)",
] as const;

export interface BoundResult {
  readonly form: (typeof boundForms)[number];
  readonly theorem: boolean;
  /** Pairs for which the form exceeds J(π). */
  readonly violations: number;
  /** J(π) less the form, of each pair. */
  readonly gaps: readonly number[];
}

/** Every form of the lower bound on J(π), exactly, for random pairs of policies on random processes. */
export function compareBounds(pairs: number, seed: number): BoundResult[] {
  const results = boundForms.map((form, k) => ({ form, theorem: k < 2, violations: 0, gaps: [] as number[] }));
  const random = createRandom(seed);
  for (let i = 0; i < pairs; i++) {
    const mdp = randomMdp(random, 1 + random.integer(6), 2 + random.integer(3), { gamma: random.uniform(0, 0.99) });
    const mu = randomPolicy(mdp, random, random.uniform(0, 3));
    const pi = randomPolicy(mdp, random, 10 ** random.uniform(-3, 0.5), mu);
    const bound = lowerBound(mdp, mu, pi);
    const withoutReturn = exactSurrogate(mdp, mu, pi) / (1 - mdp.gamma) - bound.constant * bound.maxDivergence;
    const values = [bound.byMaximum, bound.byRootOfMean, bound.byMean, bound.model, withoutReturn];
    for (const [k, result] of results.entries()) {
      const gap = bound.expectedReturn - values[k]!;
      result.gaps.push(gap);
      if (gap < -1e-9 * (1 + Math.abs(bound.expectedReturn))) result.violations++;
    }
  }
  return results;
}
