/**
 * The lower bound on J(π) over many random pairs of policies, exactly (npx tsx bench/lower-bound.ts [pairs] [seed]).
 * Prints how often each form is violated: the maximum and the root of the mean must never be; the linear form with the
 * mean is a heuristic, and the statement without J(μ) is false.
 */
import { exactSurrogate, lowerBound, randomMdp, randomPolicy } from "../src/oracle/index.js";
import { meanFormCounterexample } from "../src/oracle/testing/mean-form-counterexample.js";
import { createRandom } from "../src/random/index.js";

const pairs = Number(process.argv[2] ?? 10_000);
const seed = Number(process.argv[3] ?? 1);

const forms = ["maximum", "root of the mean", "mean (heuristic)", "model alone", "maximum without J(μ)"] as const;
const violations = new Map<string, number>(forms.map((form) => [form, 0]));
const gaps = new Map<string, number[]>(forms.map((form) => [form, []]));

const random = createRandom(seed);
for (let i = 0; i < pairs; i++) {
  const mdp = randomMdp(random, 1 + random.integer(6), 2 + random.integer(3), { gamma: random.uniform(0, 0.99) });
  const mu = randomPolicy(mdp, random, random.uniform(0, 3));
  const pi = randomPolicy(mdp, random, 10 ** random.uniform(-3, 0.5), mu);
  const bound = lowerBound(mdp, mu, pi);
  const withoutReturn = exactSurrogate(mdp, mu, pi) / (1 - mdp.gamma) - bound.constant * bound.maxDivergence;
  const values = [bound.byMaximum, bound.byRootOfMean, bound.byMean, bound.model, withoutReturn];
  for (const [k, form] of forms.entries()) {
    const gap = bound.expectedReturn - values[k]!;
    gaps.get(form)!.push(gap);
    if (gap < -1e-9 * (1 + Math.abs(bound.expectedReturn))) violations.set(form, violations.get(form)! + 1);
  }
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
console.log(`Lower bounds on J(π) over ${pairs} random pairs (seed ${seed}, node ${process.version})\n`);
console.log("| form | violations | share | median of J(π) − bound |\n|---|---:|---:|---:|");
for (const form of forms) {
  const count = violations.get(form)!;
  const share = ((100 * count) / pairs).toFixed(2);
  console.log(`| ${form} | ${count} | ${share} % | ${median(gaps.get(form)!).toPrecision(3)} |`);
}
const { mdp, mu, pi } = meanFormCounterexample();
const { byMean, byMaximum, expectedReturn } = lowerBound(mdp, mu, pi);
console.log(
  `\nOne process in which the mean form fails: it promises ${byMean.toExponential(3)}, but J(π) = ${expectedReturn.toExponential(3)} (by the maximum: ${byMaximum.toExponential(3)}).`,
);
if (violations.get("maximum")! + violations.get("root of the mean")! > 0) process.exitCode = 1;
