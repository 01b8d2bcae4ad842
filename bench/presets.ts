/**
 * What our presets reach within their budgets, on the classic environments or with --environments on others: that of PPO,
 * or with --algorithms those of the other algorithms, where there are any.
 */
import type { Run } from "./harness/child.js";
import { readOptions, runBench } from "./harness/command-line.js";
import { heading, thisMachine } from "./harness/machine.js";
import { formatNumber, table, targetTable } from "./harness/markdown.js";
import { ourCommand } from "./harness/ours.js";
import { mean, median } from "./harness/statistics.js";
import { evaluationMean, numberAt } from "./harness/training-output.js";
import { trainEachSeed } from "./harness/trainings.js";

/** Mean return over the seeds that we want to reach. */
const targets: Readonly<Record<string, number>> = {
  "CartPole-v1": 490,
  "Acrobot-v1": -90,
  "Pendulum-v1": -185,
  "MountainCar-v0": -118,
  "MountainCarContinuous-v0": 88,
  "HalfCheetah-v5": 5000,
  "Hopper-v5": 2070,
  "Walker2d-v5": 1630,
  "Swimmer-v5": 108,
  "InvertedPendulum-v5": 940,
  "InvertedDoublePendulum-v5": 7100,
  "Reacher-v5": -6.7,
  "Ant-v5": 683,
};

/** Of algorithms that less is asked of, on CartPole; null: nothing. */
const lessOnCartPole: Readonly<Record<string, number | null>> = {
  reinforce: 475,
  a2c: 475,
  "off-policy-reinforce": null,
  "is-pg": null,
  surrogate: null,
};

/** Of Soft Actor-Critic, which takes fewer steps. */
const targetsOfSac: Readonly<Record<string, number>> = { "Pendulum-v1": -170, "HalfCheetah-v5": 4000 };

/** Of TRPO, where it differs. */
const targetsOfTrpo: Readonly<Record<string, number>> = { "HalfCheetah-v5": 1300, "Hopper-v5": 1900 };

const targetOf = (environment: string, algorithm: string) => {
  if (algorithm === "sac") return targetsOfSac[environment] ?? null;
  if (algorithm === "trpo" && environment in targetsOfTrpo) return targetsOfTrpo[environment] ?? null;
  const less = environment === "CartPole-v1" ? lessOnCartPole[algorithm] : undefined;
  return less === undefined ? (targets[environment] ?? null) : less;
};

runBench(async () => {
  const options = readOptions({
    environments: ["Acrobot-v1", "Pendulum-v1", "MountainCar-v0", "MountainCarContinuous-v0"],
    algorithms: ["ppo"],
    seeds: [1, 2, 3, 4, 5],
    steps: 0,
    label: "",
  });
  const { seeds, label } = options;
  const machine = thisMachine();
  const command = await ourCommand("train");
  const results: { environment: string; algorithm: string; runs: Run[] }[] = [];
  for (const environment of options.environments) {
    for (const algorithm of options.algorithms) {
      const settings = {
        environment,
        ...(algorithm !== "ppo" && { algorithm }),
        ...(options.steps > 0 && { totalSteps: options.steps }),
      };
      const runs = await trainEachSeed({ name: "presets", machine, command, seeds, label }, settings);
      results.push({ environment, algorithm, runs });
    }
  }

  console.log(heading(`Presets, seeds ${seeds.join(", ")}, final evaluation of 100 greedy episodes`, machine));
  console.log(
    table(
      ["environment", "algorithm", "steps", "mean", "by seed", "training steps/s, median", "process s, median"],
      results.map(({ environment, algorithm, runs }) => [
        environment,
        algorithm,
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
      results.flatMap(({ environment, algorithm, runs }) => {
        const atLeast = targetOf(environment, algorithm);
        if (atLeast === null) return [];
        const value = mean(runs.map(({ output }) => evaluationMean(output)));
        return [{ label: `${environment}, ${algorithm}: mean of ${runs.length} seeds`, value, atLeast }];
      }),
    ),
  );
});
