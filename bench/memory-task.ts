/**
 * Does a memory do what it is for? Memory-v0 shows a cue, nothing for eight steps, and then asks which it was: 1 for the
 * right answer, −1 for the other, so that a policy without a memory gets 0. Prints the return of 200 fresh episodes after
 * training, without and with a memory. Run: npx tsx bench/memory-task.ts [--algorithms ppo,trpo] [--seeds 1,2,3,4,5]
 */
import { createAlgorithm, type LearnerOptions } from "../src/algorithms/index.js";
import { UsageError } from "../src/errors.js";
import { train } from "../src/training/index.js";
import { readOptions, runBench } from "./harness/command-line.js";
import { table } from "./harness/markdown.js";

/** A return of 0.95: at most one wrong answer in forty. */
const SOLVED = 0.95;
const EPISODES = 200;
const cells = ["none", "gru", "lstm"] as const;

const collected = { nEnvs: 16, nSteps: 64 };
const passes = { ...collected, batchSize: 256, nEpochs: 4, learningRate: 2e-3, entropyCoefficient: 0.01 };
const onPolicy = { nEnvs: 16, nSteps: 16, learningRate: 3e-3, entropyCoefficient: 0.01 };
const settings: Readonly<Record<string, { readonly steps: number; readonly options: object }>> = {
  ppo: { steps: 50_000, options: passes },
  "ppo-kl": { steps: 50_000, options: passes },
  "ppo-lagrangian": { steps: 50_000, options: passes },
  // What does not limit its steps needs smaller ones: with four plain passes about one run in five collapses.
  "is-pg": { steps: 50_000, options: { ...passes, vTrace: {} } },
  surrogate: { steps: 100_000, options: { ...collected, nEpochs: 2, learningRate: 2e-3, entropyCoefficient: 0.01 } },
  a2c: { steps: 100_000, options: { ...onPolicy, optimizer: "adam" } },
  trpo: { steps: 100_000, options: { ...collected, batchSize: 256 } },
  npg: { steps: 100_000, options: { ...collected, batchSize: 256 } },
  reinforce: { steps: 200_000, options: { ...onPolicy, learningRate: 1e-2, episodesPerEnv: 2 } },
  "off-policy-reinforce": {
    steps: 200_000,
    options: { ...onPolicy, episodesPerEnv: 2, refreshEvery: 2, weighting: "self-normalized" },
  },
};

runBench(async () => {
  const { algorithms, seeds } = readOptions({ algorithms: ["ppo"] as readonly string[], seeds: [1, 2, 3, 4, 5] });
  const rows: string[][] = [];
  let missed = 0;
  for (const algorithm of algorithms) {
    const setting = settings[algorithm];
    if (!setting) {
      const names = Object.keys(settings).join(", ");
      throw new UsageError({
        code: "unknown-algorithm",
        message: `No settings for "${algorithm}".`,
        fix: `Use ${names}.`,
      });
    }
    for (const cell of cells) {
      const means: number[] = [];
      const steps: number[] = [];
      const started = performance.now();
      for (const seed of seeds) {
        const run = train({
          environment: "Memory-v0",
          algorithm: createAlgorithm(algorithm, { ...setting.options, network: networkWith(cell) }),
          totalSteps: setting.steps,
          until: 0.99,
          evaluation: { everySteps: 4096, episodes: 100 },
          seed,
        });
        await run.finish();
        means.push((await run.evaluate(EPISODES)).mean);
        steps.push(run.stepsDone);
      }
      const solved = means.filter((mean) => mean >= SOLVED).length;
      if (cell !== "none") missed += seeds.length - solved;
      else missed += solved;
      const seconds = (performance.now() - started) / 1000 / seeds.length;
      const returns = means.map((mean) => mean.toFixed(2)).join(", ");
      rows.push([algorithm, cell, returns, `${solved}/${seeds.length}`, steps.join(", "), seconds.toFixed(1)]);
      console.error(rows.at(-1)!.join(" | "));
    }
  }
  console.log(`Memory-v0: returns of ${EPISODES} greedy episodes, seeds ${seeds.join(", ")}\n`);
  console.log(table(["algorithm", "memory", "returns", "solved", "steps", "seconds per run"], rows));
  console.log(
    missed === 0 ? "\nsolved with every memory, and never without one" : `\n${missed} runs are not as they should be`,
  );
  process.exitCode = missed === 0 ? 0 : 1;
});

function networkWith(cell: (typeof cells)[number]): NonNullable<LearnerOptions["network"]> {
  return { hidden: [32], ...(cell !== "none" && { memory: { cell, size: 32, sequenceLength: 16 } }) };
}
