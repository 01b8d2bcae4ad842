import {
  bandit,
  chain,
  gridworld,
  importanceWeighted,
  momentsOf,
  perDecisionEstimator,
  randomMdp,
  randomPolicy,
  rewardToGoEstimator,
  singleStepEstimator,
  solveHorizon,
  type TabularMdp,
  type TabularPolicy,
  totalReturnEstimator,
  uniformPolicy,
  withHorizon,
} from "../../src/oracle/index.js";
import { createRandom } from "../../src/random/index.js";

export const varianceEstimators = [
  "total return",
  "reward-to-go",
  "with V as baseline",
  "trajectory weights",
  "per decision",
  "single step",
] as const;

/** Which is said to vary at least as much as which: on data of π, and on data of μ. */
const orders = [
  [0, 1],
  [1, 2],
  [3, 4],
  [4, 5],
] as const;

/** In the order of `varianceEstimators`. */
function variances(mdp: TabularMdp, pi: TabularPolicy, mu: TabularPolicy): number[] {
  const { values } = solveHorizon(mdp, pi);
  const baseline = (t: number, s: number) => values[t]![s]!;
  const total = totalReturnEstimator(mdp, pi);
  return [
    momentsOf(mdp, pi, total),
    momentsOf(mdp, pi, rewardToGoEstimator(mdp, pi)),
    momentsOf(mdp, pi, rewardToGoEstimator(mdp, pi, { baseline })),
    momentsOf(mdp, mu, importanceWeighted(mdp, pi, mu, total)),
    momentsOf(mdp, mu, perDecisionEstimator(mdp, pi, mu)),
    momentsOf(mdp, mu, singleStepEstimator(mdp, pi, mu)),
  ].map(({ variance }) => variance);
}

export interface NamedVariances {
  readonly name: string;
  readonly variances: readonly number[];
  /** Whether all orders hold. */
  readonly ordered: boolean;
}

const holds = (values: readonly number[], [larger, smaller]: readonly [number, number]) =>
  values[larger]! >= values[smaller]! - 1e-12;

/** Exact variances on the chain, the gridworld and the bandit. */
export function namedVariances(): NamedVariances[] {
  return [withHorizon(chain(10), 12), withHorizon(gridworld(), 6), withHorizon(bandit(), 2)].map((mdp) => {
    const values = variances(mdp, randomPolicy(mdp, createRandom(2), 0.5), uniformPolicy(mdp));
    const name = `${mdp.name}, horizon ${mdp.horizon}`;
    return { name, variances: values, ordered: orders.every((order) => holds(values, order)) };
  });
}

export interface OrderShare {
  readonly larger: string;
  readonly smaller: string;
  /** Processes that are ordered so. */
  readonly ordered: number;
  /** The first that is not. */
  readonly counterexample?: { readonly name: string; readonly larger: number; readonly smaller: number };
}

/** How many random processes with random policies order the variances so. */
export function orderShares(processes: number, seed: number): OrderShare[] {
  const random = createRandom(seed);
  const cases = Array.from({ length: processes }, () => {
    const mdp = randomMdp(random, 2 + random.integer(2), 2, { horizon: 2 + random.integer(3) });
    return { mdp, values: variances(mdp, randomPolicy(mdp, random), randomPolicy(mdp, random)) };
  });
  return orders.map((order) => {
    const [larger, smaller] = order;
    const against = cases.find(({ values }) => !holds(values, order));
    return {
      larger: varianceEstimators[larger],
      smaller: varianceEstimators[smaller],
      ordered: cases.filter(({ values }) => holds(values, order)).length,
      ...(against && {
        counterexample: {
          name: `${against.mdp.name} with horizon ${against.mdp.horizon}`,
          larger: against.values[larger]!,
          smaller: against.values[smaller]!,
        },
      }),
    };
  });
}
