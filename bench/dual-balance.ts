/**
 * Whether the multiplier of `ppo-lagrangian` and the penalty of `ppo-kl` hold the divergence where they should, over the
 * last half of training, with a learning rate that stays what it is: as it falls the constraint would become slack. The
 * presets but for the number of steps, so nothing is tuned to it; and the multiplier once more with a hundredth of the
 * rate, at which the policy does not come near the limit by itself: there it should be 0.
 */
import { readOptions, runBench } from "./harness/command-line.js";
import { heading, thisMachine } from "./harness/machine.js";
import { type Figure, formatNumber, table, targetTable } from "./harness/markdown.js";
import { ourCommand } from "./harness/ours.js";
import { mean, median } from "./harness/statistics.js";
import { evaluationMean, lastHalf, seriesOf } from "./harness/training-output.js";
import { trainEachSeed } from "./harness/trainings.js";

const KL = "losses/kl";
const rules = [
  { algorithm: "ppo-lagrangian", coefficient: "trust_region/lambda", slack: false },
  { algorithm: "ppo-lagrangian", coefficient: "trust_region/lambda", slack: true },
  { algorithm: "ppo-kl", coefficient: "trust_region/beta", slack: false },
] as const;
/** The presets' target. */
const EPSILON = 0.01;
/** The presets' learning rates, which do not change there. */
const rates: Readonly<Record<string, number>> = { "Pendulum-v1": 1e-3, "Acrobot-v1": 3e-4 };

interface Result {
  readonly divergences: readonly number[];
  readonly coefficients: readonly number[];
}

/** What is asked of the last half of each run. */
function claimsOf({ algorithm, slack }: (typeof rules)[number]): [what: string, holds: (one: Result) => boolean][] {
  if (slack) {
    return [
      ["KL < ε throughout", ({ divergences }) => Math.max(...divergences) < EPSILON],
      ["λ = 0 throughout", ({ coefficients }) => Math.max(...coefficients) === 0],
    ];
  }
  if (algorithm === "ppo-lagrangian") {
    return [["mean KL within ±25 % of ε", ({ divergences }) => Math.abs(mean(divergences) / EPSILON - 1) <= 0.25]];
  }
  const inBand = (kl: number) => kl >= EPSILON / 1.5 && kl <= 1.5 * EPSILON;
  return [["median KL within [ε/1.5, 1.5ε]", ({ divergences }) => inBand(median(divergences))]];
}

runBench(async () => {
  const { environments, seeds, steps, label } = readOptions({
    environments: Object.keys(rates),
    seeds: [1, 2, 3, 4, 5],
    steps: 300_000,
    label: "",
  });
  const machine = thisMachine();
  const trainings = { name: "dual-balance", machine, command: await ourCommand("train"), seeds, label };
  const rows: string[][] = [];
  const figures: Figure[] = [];
  for (const environment of environments) {
    for (const rule of rules) {
      const { algorithm, coefficient, slack } = rule;
      const learningRate = (rates[environment] ?? 3e-4) * (slack ? 0.01 : 1);
      const options = { learningRate, targetKl: EPSILON };
      const settings = { environment, algorithm, totalSteps: steps, options, series: [KL, coefficient] };
      const runs = await trainEachSeed(trainings, settings);
      const results = runs.map(({ output }) => ({
        divergences: lastHalf(seriesOf(output, KL)),
        coefficients: lastHalf(seriesOf(output, coefficient)),
        final: evaluationMean(output),
      }));
      for (const [i, { divergences, coefficients, final }] of results.entries()) {
        const range = [Math.min(...coefficients), Math.max(...coefficients)].map(formatNumber).join(" … ");
        rows.push([
          `${environment}, ${algorithm}, seed ${seeds[i]}`,
          formatNumber(learningRate),
          ...[mean(divergences), median(divergences), Math.max(...divergences)].map(formatNumber),
          range,
          formatNumber(final),
        ]);
      }
      for (const [what, holds] of claimsOf(rule)) {
        const label = `${environment}, ${algorithm}${slack ? ", slack" : ""}: seeds with ${what}`;
        figures.push({ label, value: results.filter(holds).length, atLeast: seeds.length });
      }
    }
  }

  console.log(heading(`Dual balance over the last half of ${formatNumber(steps)} steps, ε = ${EPSILON}`, machine));
  console.log(table(["run", "learning rate", "mean KL", "median", "largest", "λ or β", "final return"], rows));
  console.log("");
  console.log(targetTable(figures));
});
