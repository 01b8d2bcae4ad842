/** What our presets reach on the classic environments, within their budgets. */
import { type Run, runChild } from "./harness/child.js";
import { readOptions, runBench } from "./harness/command-line.js";
import { heading, thisMachine } from "./harness/machine.js";
import { formatNumber, table, targetTable } from "./harness/markdown.js";
import { ourCommand, requireSameBuild } from "./harness/ours.js";
import { recorded } from "./harness/records.js";
import { mean, median } from "./harness/statistics.js";
import { evaluationMean, numberAt } from "./harness/training-output.js";
import type { TrainSettings } from "./ours/train.js";

/** Mean return over the seeds that we want to reach, by environment; after a space, an algorithm other than PPO. */
const targets: Readonly<Record<string, number>> = {
  "Acrobot-v1": -90,
  "Pendulum-v1": -185,
  "MountainCar-v0": -118,
  "MountainCarContinuous-v0": 88,
  "Pendulum-v1 sac": -170,
};

runBench(async () => {
  const options = readOptions({ environments: Object.keys(targets), seeds: [1, 2, 3, 4, 5], steps: 0, label: "" });
  const machine = thisMachine();
  const command = await ourCommand("train");
  const results = new Map<string, Run[]>();
  for (const preset of options.environments) {
    const runs: Run[] = [];
    const [environment = "", name] = preset.split(" ");
    for (const seed of options.seeds) {
      const settings: TrainSettings = {
        environment,
        seed,
        ...(name !== undefined && { algorithm: { name } }),
        ...(options.steps > 0 && { totalSteps: options.steps }),
      };
      const run = await recorded("presets", { machine, settings, label: options.label }, () => {
        requireSameBuild(machine.build);
        return runChild([...command, JSON.stringify(settings)]);
      });
      console.error(`${preset}, seed ${seed}: ${formatNumber(evaluationMean(run.output))}`);
      runs.push(run);
    }
    results.set(preset, runs);
  }

  console.log(heading(`Presets, seeds ${options.seeds.join(", ")}, final evaluation of 100 greedy episodes`, machine));
  console.log(
    table(
      ["preset", "steps", "mean", "by seed", "training steps/s, median", "process s, median"],
      [...results].map(([preset, runs]) => [
        preset,
        formatNumber(Math.max(...runs.map(({ output }) => numberAt(output, "steps")))),
        formatNumber(mean(runs.map(({ output }) => evaluationMean(output)))),
        runs.map(({ output }) => formatNumber(evaluationMean(output))).join(", "),
        formatNumber(median(runs.map(({ output }) => numberAt(output, "stepsPerSecond")))),
        formatNumber(median(runs.map(({ processSeconds }) => processSeconds))),
      ]),
    ),
  );
  console.log("");
  console.log(
    targetTable(
      [...results].map(([preset, runs]) => ({
        label: `${preset}: mean of ${runs.length} seeds`,
        value: mean(runs.map(({ output }) => evaluationMean(output))),
        atLeast: targets[preset] ?? Number.NEGATIVE_INFINITY,
      })),
    ),
  );
});
