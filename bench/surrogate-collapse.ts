/**
 * The surrogate with nothing that holds the policy, against PPO: how far an iteration moves the policy, and what comes of
 * it. All on the same seeds and steps: the surrogate with 40 passes over whole fragments, PPO by its preset, and PPO with
 * the surrogate's fragments, passes and learning rate, so that only clipping is left between them.
 */
import type { Run } from "./harness/child.js";
import { readOptions, runBench } from "./harness/command-line.js";
import { heading, thisMachine } from "./harness/machine.js";
import { formatNumber, table, targetTable } from "./harness/markdown.js";
import { ourCommand } from "./harness/ours.js";
import { mean } from "./harness/statistics.js";
import { evaluationMean, seriesOf } from "./harness/training-output.js";
import { trainEachSeed } from "./harness/trainings.js";

runBench(async () => {
  const { environment, seeds, steps, learningRate, epochs, label } = readOptions({
    environment: "CartPole-v1",
    seeds: [1, 2, 3, 4, 5],
    steps: 100_000,
    learningRate: 3e-3,
    epochs: 40,
    label: "",
  });
  const machine = thisMachine();
  const trainings = { name: "surrogate-collapse", machine, command: await ourCommand("train"), seeds, label };
  const common = { environment, totalSteps: steps, series: ["losses/kl"] };
  const options = { learningRate, nEpochs: epochs, batchSize: null };
  const bare = await trainEachSeed(trainings, { ...common, algorithm: "surrogate", options });
  const collection = { nEnvs: 8, nSteps: 256, gamma: 0.99, gaeLambda: 0.95, clipRange: 0.2 };
  const others = [
    { name: "ppo", runs: await trainEachSeed(trainings, { ...common, algorithm: "ppo" }) },
    {
      name: "ppo, the surrogate's settings",
      runs: await trainEachSeed(trainings, { ...common, algorithm: "ppo", options: { ...options, ...collection } }),
    },
  ];
  const figuresOf = ({ output }: Run) => ({ kl: mean(seriesOf(output, "losses/kl")), final: evaluationMean(output) });

  console.log(heading(`The bare surrogate against PPO, ${environment}, ${formatNumber(steps)} steps`, machine));
  const rows = seeds.map((seed, i) => {
    const all = [bare, ...others.map(({ runs }) => runs)].map((runs) => figuresOf(runs[i]!)); // one for each seed
    return [String(seed), ...all.flatMap(({ kl, final }) => [formatNumber(kl), formatNumber(final)])];
  });
  const names = ["surrogate", ...others.map(({ name }) => name)];
  console.log(table(["seed", ...names.flatMap((name) => [`mean KL, ${name}`, "final return"])], rows));
  console.log("");
  console.log(
    targetTable(
      others.flatMap(({ name, runs }) => {
        const count = (good: (ours: ReturnType<typeof figuresOf>, theirs: ReturnType<typeof figuresOf>) => boolean) =>
          bare.filter((run, i) => good(figuresOf(run), figuresOf(runs[i]!))).length; // one for each seed
        const among = `of ${seeds.length} seeds, against ${name}`;
        return [
          {
            label: `mean KL at least 10 times as large: ${among}`,
            value: count((ours, theirs) => ours.kl >= 10 * theirs.kl),
            atLeast: seeds.length,
          },
          {
            label: `lower final return: ${among}`,
            value: count((ours, theirs) => ours.final < theirs.final),
            atLeast: seeds.length - 1,
          },
        ];
      }),
    ),
  );
});
