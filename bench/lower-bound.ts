/**
 * The lower bound on J(π) over many random pairs of policies, exactly (npx tsx bench/lower-bound.ts [pairs] [seed]).
 * Prints how often each form is violated: the maximum and the root of the mean must never be; the linear form with the
 * mean is a heuristic, and the statement without J(μ) is false.
 */
import { lowerBound } from "../src/oracle/index.js";
import { meanFormCounterexample } from "../src/oracle/testing/mean-form-counterexample.js";
import { median } from "./harness/statistics.js";
import { compareBounds } from "./oracle/bounds.js";

const pairs = Number(process.argv[2] ?? 10_000);
const seed = Number(process.argv[3] ?? 1);
const results = compareBounds(pairs, seed);

console.log(`Lower bounds on J(π) over ${pairs} random pairs (seed ${seed}, node ${process.version})\n`);
console.log("| form | violations | share | median of J(π) − bound |\n|---|---:|---:|---:|");
for (const { form, violations, gaps } of results) {
  const share = ((100 * violations) / pairs).toFixed(2);
  console.log(`| ${form} | ${violations} | ${share} % | ${median(gaps).toPrecision(3)} |`);
}
const { mdp, mu, pi } = meanFormCounterexample();
const { byMean, byMaximum, expectedReturn } = lowerBound(mdp, mu, pi);
console.log(
  `\nOne process in which the mean form fails: it promises ${byMean.toExponential(3)}, but J(π) = ${expectedReturn.toExponential(3)} (by the maximum: ${byMaximum.toExponential(3)}).`,
);
if (results.some(({ theorem, violations }) => theorem && violations > 0)) process.exitCode = 1;
