/**
 * The surrogate with nothing that holds the policy, against PPO: how far an iteration moves the policy, and what comes of
 * it. Both on the same seeds and steps; PPO by its preset, the surrogate with 40 passes over whole fragments.
 */
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
  const clipped = await trainEachSeed(trainings, { ...common, algorithm: "ppo" });
  const pairs = seeds.map((seed, i) => {
    const [ours, theirs] = [bare[i]!.output, clipped[i]!.output]; // one for each seed
    const kl = [mean(seriesOf(ours, "losses/kl")), mean(seriesOf(theirs, "losses/kl"))] as const;
    return { seed, kl, returns: [evaluationMean(ours), evaluationMean(theirs)] as const };
  });

  console.log(heading(`The bare surrogate against PPO, ${environment}, ${formatNumber(steps)} steps`, machine));
  console.log(
    table(
      ["seed", "mean KL: surrogate", "ppo", "ratio", "final return: surrogate", "ppo"],
      pairs.map(({ seed, kl, returns }) =>
        [String(seed)].concat([...kl, kl[0] / kl[1], ...returns].map((value) => formatNumber(value))),
      ),
    ),
  );
  console.log("");
  const far = pairs.filter(({ kl }) => kl[0] >= 10 * kl[1]).length;
  const worse = pairs.filter(({ returns }) => returns[0] < returns[1]).length;
  console.log(
    targetTable([
      { label: `seeds of ${seeds.length} whose mean KL is at least 10 times PPO's`, value: far, atLeast: seeds.length },
      { label: `seeds of ${seeds.length} with a lower final return`, value: worse, atLeast: seeds.length - 1 },
    ]),
  );
});
