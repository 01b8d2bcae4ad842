/**
 * Exact variances of gradient estimators, by enumeration (npx tsx bench/variance-order.ts [processes] [seed]): on three
 * named processes, and how many random ones order them as the lecture says. A first counterexample is printed.
 */
import { namedVariances, orderShares, varianceEstimators } from "./oracle/variances.js";

const processes = Number(process.argv[2] ?? 1000);
const shares = orderShares(processes, Number(process.argv[3] ?? 1));

console.log(`| variance of one trajectory's gradient | ${varianceEstimators.join(" | ")} |`);
console.log(`|---|${varianceEstimators.map(() => "---:|").join("")}`);
for (const { name, variances } of namedVariances()) {
  console.log(`| ${name} | ${variances.map((value) => value.toPrecision(3)).join(" | ")} |`);
}
console.log(`\nOf ${processes} random processes and policies:\n`);
for (const { larger, smaller, ordered, counterexample } of shares) {
  const share = ((100 * ordered) / processes).toFixed(1);
  const against = counterexample
    ? `; not on ${counterexample.name}: ${counterexample.larger.toPrecision(3)} < ${counterexample.smaller.toPrecision(3)}`
    : "";
  console.log(`- ${larger} ≥ ${smaller}: ${share} %${against}`);
}
