/**
 * Exact variances of gradient estimators, by enumeration (npx tsx bench/variance-order.ts [processes] [seed]): on three
 * named processes, and how many random ones order them as the lecture says. A first counterexample is printed.
 */
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
} from "../src/oracle/index.js";
import { createRandom } from "../src/random/index.js";

const processes = Number(process.argv[2] ?? 1000);
const random = createRandom(Number(process.argv[3] ?? 1));

const estimators = [
  "total return",
  "reward-to-go",
  "with V as baseline",
  "trajectory weights",
  "per decision",
  "single step",
] as const;
const orders = [
  [0, 1],
  [1, 2],
  [3, 4],
  [4, 5],
] as const;

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

const row = (name: string, values: readonly number[]) =>
  console.log(`| ${name} | ${values.map((value) => value.toPrecision(3)).join(" | ")} |`);

console.log(`| variance of one trajectory's gradient | ${estimators.join(" | ")} |`);
console.log(`|---|${estimators.map(() => "---:|").join("")}`);
for (const mdp of [withHorizon(chain(10), 12), withHorizon(gridworld(), 6), withHorizon(bandit(), 2)]) {
  row(
    `${mdp.name}, horizon ${mdp.horizon}`,
    variances(mdp, randomPolicy(mdp, createRandom(2), 0.5), uniformPolicy(mdp)),
  );
}

const ordered = orders.map(() => 0);
const counterexamples: (readonly [TabularMdp, readonly number[]] | undefined)[] = orders.map(() => undefined);
for (let n = 0; n < processes; n++) {
  const mdp = randomMdp(random, 2 + random.integer(2), 2, { horizon: 2 + random.integer(3) });
  const values = variances(mdp, randomPolicy(mdp, random), randomPolicy(mdp, random));
  for (const [k, [larger, smaller]] of orders.entries()) {
    if (values[larger]! >= values[smaller]! - 1e-12) ordered[k]!++;
    else counterexamples[k] ??= [mdp, values];
  }
}
console.log(`\nOf ${processes} random processes and policies:\n`);
for (const [k, [larger, smaller]] of orders.entries()) {
  const share = ((100 * ordered[k]!) / processes).toFixed(1);
  const example = counterexamples[k];
  const against = example
    ? `; not on ${example[0].name} with horizon ${example[0].horizon}: ${example[1][larger]!.toPrecision(3)} < ${example[1][smaller]!.toPrecision(3)}`
    : "";
  console.log(`- ${estimators[larger]} ≥ ${estimators[smaller]}: ${share} %${against}`);
}
