/**
 * Everything that is verified against exact mathematics, and on how many random cases: the gradients that learners really
 * follow, the surrogate's gradient at π = μ, effective sample sizes, the order of variances, and the lower bound.
 */
import { gradientCases } from "../src/algorithms/testing/gradient-cases.js";
import { sampledGradient } from "../src/algorithms/testing/tabular-gradient.js";
import {
  biasOf,
  chain,
  effectiveSampleFraction,
  exactPolicyGradient,
  exactSurrogateGradient,
  randomMdp,
  randomPolicy,
  uniformPolicy,
  withHorizon,
} from "../src/oracle/index.js";
import { createRandom } from "../src/random/index.js";
import { readOptions, runBench } from "./harness/command-line.js";
import { type Figure, formatNumber, table, targetTable } from "./harness/markdown.js";
import { mean } from "./harness/statistics.js";
import { compareBounds } from "./oracle/bounds.js";
import { namedVariances, orderShares } from "./oracle/variances.js";

/** What float32 adds to an average of many steps. */
const ROUNDING = 1e-5;
/** P(|z| > 4) of a normal number. */
const BY_CHANCE = 6.3e-5;

const norm = (vector: Float64Array) => Math.hypot(...vector);

runBench(async () => {
  const { processes, episodes, pairs, seed } = readOptions({ processes: 10, episodes: 25_600, pairs: 10_000, seed: 1 });
  const figures: Figure[] = [];

  console.log(`## The gradients of learners' first steps, sampled against enumerated (node ${process.version})\n`);
  const rows: string[][] = [];
  let [components, beyond, enumeratedBias] = [0, 0, 0];
  for (const { name, unbiased, create } of gradientCases) {
    const deviations: number[] = [];
    const biases: number[] = [];
    const noises: number[] = [];
    for (let n = 0; n < processes; n++) {
      const { problem, step, enumerate } = create(100 * seed + n);
      const truth = exactPolicyGradient(problem.mdp, problem.pi);
      const enumerated = enumerate();
      const fragments = Math.max(100, Math.round(episodes / step.episodes));
      const sampled = await sampledGradient(problem, { ...step, fragments }, seed + n);
      const expected = unbiased ? truth : enumerated.mean;
      for (const [i, error] of sampled.standardErrors.entries()) {
        deviations.push(Math.max(0, Math.abs(sampled.mean[i]! - expected[i]!) - ROUNDING) / error);
      }
      const bias = biasOf(enumerated, truth);
      if (unbiased) enumeratedBias = Math.max(enumeratedBias, bias);
      biases.push(bias / norm(truth));
      noises.push(norm(sampled.standardErrors) / norm(truth));
    }
    const far = deviations.filter((z) => z > 4).length;
    components += deviations.length;
    beyond += far;
    rows.push([
      name,
      unbiased ? "0" : formatNumber(mean(biases)),
      formatNumber(mean(noises)),
      formatNumber(Math.max(...deviations)),
      `${far} of ${deviations.length}`,
    ]);
    console.error(`${name}: ${far} of ${deviations.length} beyond 4 standard errors`);
  }
  const header = ["first step of", "bias / ‖∇J‖", "noise / ‖∇J‖", "largest deviation in standard errors", "beyond 4"];
  console.log(table(header, rows));
  const chance = components * BY_CHANCE;
  figures.push(
    { label: "largest enumerated bias of an unbiased one", value: enumeratedBias, atMost: 1e-12 },
    {
      label: `components beyond 4 standard errors, of ${components} (by chance ${chance.toFixed(1)})`,
      value: beyond,
      atMost: Math.ceil(chance + 3 * Math.sqrt(chance)),
    },
  );

  const random = createRandom(seed);
  let difference = 0;
  for (let i = 0; i < pairs; i++) {
    const mdp = randomMdp(random, 1 + random.integer(6), 2 + random.integer(3), { gamma: random.uniform(0, 0.99) });
    const mu = randomPolicy(mdp, random, random.uniform(0, 3));
    const [surrogate, truth] = [exactSurrogateGradient(mdp, mu, mu), exactPolicyGradient(mdp, mu)];
    for (const [k, value] of truth.entries()) {
      difference = Math.max(difference, Math.abs(surrogate[k]! / (1 - mdp.gamma) - value));
    }
  }
  figures.push({
    label: `surrogate's gradient less ∇J at π = μ, largest of ${pairs} random processes`,
    value: difference,
    atMost: 1e-10,
  });

  const mu = uniformPolicy(chain(10));
  const pi = mu.map((_, i) => (i % 2 === 1 ? 0.7 : 0.3));
  const share = (horizon: number) => effectiveSampleFraction(withHorizon(chain(10), horizon), pi, mu);
  figures.push(
    { label: "effective sample size / N, chain of 10, horizon 2", value: share(2), atLeast: 0.5 },
    { label: "the same at horizon 50", value: share(50), atMost: 0.01 },
  );

  const named = namedVariances();
  const ordered = named.filter((one) => one.ordered).length;
  figures.push({ label: "variances ordered on chain, gridworld and bandit, of 3", value: ordered, atLeast: 3 });
  const cases = pairs / 10;
  console.log(`\n## Variances on ${cases} random processes\n`);
  console.log(
    table(
      ["order", "share"],
      orderShares(cases, seed).map(({ larger, smaller, ordered }) => [
        `${larger} ≥ ${smaller}`,
        `${((100 * ordered) / cases).toFixed(1)} %`,
      ]),
    ),
  );
  for (const { form, theorem, violations } of compareBounds(pairs, seed)) {
    if (theorem)
      figures.push({ label: `violations of the bound by the ${form}, of ${pairs}`, value: violations, atMost: 0 });
  }
  console.log("\n## Verdicts\n");
  console.log(targetTable(figures));
});
