/**
 * Whether the multiplier of `ppo-lagrangian` and the penalty of `ppo-kl` hold the divergence where they should, over the
 * last half of training: with a learning rate that stays what it is (as it falls the constraint would become slack), where
 * the constraint is active, and where it is slack. The presets but for the number of steps, so nothing is tuned to it.
 */
import { readOptions, runBench } from "./harness/command-line.js";
import { heading, thisMachine } from "./harness/machine.js";
import { formatNumber, table, targetTable } from "./harness/markdown.js";
import { ourCommand } from "./harness/ours.js";
import { mean, median } from "./harness/statistics.js";
import { evaluationMean, lastHalf, seriesOf } from "./harness/training-output.js";
import { trainEachSeed } from "./harness/trainings.js";

const KL = "losses/kl";
const rules = [
  { algorithm: "ppo-lagrangian", coefficient: "trust_region/lambda", symbol: "λ" },
  { algorithm: "ppo-kl", coefficient: "trust_region/beta", symbol: "β" },
] as const;
/** The presets' target. */
const EPSILON = 0.01;
/** So large a target that nothing ever reaches it. */
const SLACK = 1;

runBench(async () => {
  const { environments, seeds, steps, label } = readOptions({
    environments: ["Pendulum-v1", "Acrobot-v1"],
    seeds: [1, 2, 3, 4, 5],
    steps: 300_000,
    label: "",
  });
  const machine = thisMachine();
  const trainings = { name: "dual-balance", machine, command: await ourCommand("train"), seeds, label };
  const rows: string[][] = [];
  const figures: Parameters<typeof targetTable>[0][number][] = [];
  for (const environment of environments) {
    for (const { algorithm, coefficient, symbol } of rules) {
      for (const targetKl of [EPSILON, SLACK]) {
        const series = [KL, coefficient];
        const options = { learningRate: environment === "Pendulum-v1" ? 1e-3 : 3e-4, targetKl };
        const settings = { environment, algorithm, totalSteps: steps, options, series };
        const results = (await trainEachSeed(trainings, settings)).map(({ output }, i) => {
          const [divergences, coefficients] = series.map((name) => lastHalf(seriesOf(output, name)));
          return { seed: seeds[i], divergences: divergences!, coefficients: coefficients!, output }; // one for each name
        });
        for (const { seed, divergences, coefficients, output } of results) {
          const numbers = [targetKl, mean(divergences), median(divergences), Math.max(...divergences)];
          const range = [Math.min(...coefficients), Math.max(...coefficients)].map(formatNumber).join(" … ");
          rows.push([
            `${environment}, ${algorithm}, seed ${seed}`,
            ...numbers.map(formatNumber),
            `${symbol} ${range}`,
            formatNumber(evaluationMean(output)),
          ]);
        }
        const within = (good: (one: (typeof results)[number]) => boolean) => results.filter(good).length;
        const claim = (what: string, value: number) =>
          figures.push({
            label: `${environment}, ${algorithm}, ε = ${targetKl}: ${what}`,
            value,
            atLeast: seeds.length,
          });
        const meanRatio = (one: (typeof results)[number]) => mean(one.divergences) / targetKl;
        const medianRatio = (one: (typeof results)[number]) => median(one.divergences) / targetKl;
        if (targetKl === SLACK) {
          claim(
            "seeds with KL < ε throughout",
            within(({ divergences }) => Math.max(...divergences) < targetKl),
          );
          if (symbol === "λ")
            claim(
              "seeds with λ = 0 throughout",
              within((o) => Math.max(...o.coefficients) === 0),
            );
        } else if (symbol === "λ") {
          claim(
            "seeds with mean KL within ±25 % of ε",
            within((one) => Math.abs(meanRatio(one) - 1) <= 0.25),
          );
        } else {
          claim(
            "seeds with median KL within [ε/1.5, 1.5ε]",
            within((one) => medianRatio(one) >= 1 / 1.5 && medianRatio(one) <= 1.5),
          );
        }
      }
    }
  }

  console.log(
    heading(`Dual balance over the last half of ${formatNumber(steps)} steps, constant learning rate`, machine),
  );
  console.log(table(["run", "ε", "mean KL", "median", "largest", "coefficient", "final return"], rows));
  console.log("");
  console.log(targetTable(figures));
});
