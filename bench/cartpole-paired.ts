/** CartPole-v1 with rl-zoo's hyperparameters: ours against Stable-Baselines3, paired by seed. */
import type { PpoOptions } from "proximal";
import { readOptions, runBench } from "./harness/command-line.js";
import { heading, thisMachine } from "./harness/machine.js";
import { targetTable } from "./harness/markdown.js";
import { ourCommand, requireSameBuild } from "./harness/ours.js";
import { comparePaired, peerCommand } from "./harness/paired.js";
import { mean } from "./harness/statistics.js";
import { evaluationMean } from "./harness/training-output.js";
import type { TrainSettings } from "./ours/train.js";

/** Spelled out, because our preset may come to differ. */
const zoo: PpoOptions = {
  nEnvs: 8,
  nSteps: 32,
  batchSize: 256,
  nEpochs: 20,
  gamma: 0.98,
  gaeLambda: 0.8,
  learningRate: { from: 1e-3, to: 0 },
  clipRange: { from: 0.2, to: 0 },
  entropyCoefficient: 0,
  valueCoefficient: 0.5,
  maxGradNorm: 0.5,
  normalizeAdvantage: true,
  network: { hidden: [64, 64], activation: "tanh", shared: false, orthogonal: true },
};

runBench(async () => {
  const { seeds, steps, label } = readOptions({ seeds: [1, 2, 3, 4, 5], steps: 100_000, label: "" });
  const machine = thisMachine();
  const ours = await ourCommand("train");
  const seedOf = (pair: number) => seeds[pair - 1] ?? 0;
  const settings = (seed: number): TrainSettings => ({ environment: "CartPole-v1", seed, totalSteps: steps, ppo: zoo });
  const result = await comparePaired({
    name: "cartpole-paired",
    configuration: { machine: { ...machine }, label },
    a: { label: "ours", command: (pair) => [...ours, JSON.stringify(settings(seedOf(pair)))] },
    b: { label: "SB3", command: (pair) => sb3Command(seedOf(pair), steps) },
    pairs: seeds.length,
    measures: [
      { label: "training steps/s", path: "stepsPerSecond" },
      { label: "training, s", path: "trainSeconds" },
      { label: "start-up, s", path: "startupSeconds" },
      { label: "whole process, s", path: "processSeconds" },
      { label: "final evaluation, 100 episodes", path: "evaluation.mean" },
      { label: "peak memory, MB", path: "rssMegabytes" },
    ],
    onRun: (program, pair) => {
      requireSameBuild(machine.build);
      console.error(`${program}, seed ${seedOf(pair)}`);
    },
  });
  const evaluations = result.runs.map(({ a, b }) => [evaluationMean(a.output), evaluationMean(b.output)] as const);
  const ourEvaluations = evaluations.map(([a]) => a);
  console.log(heading(`CartPole-v1, rl-zoo's hyperparameters, ${steps} steps, seeds ${seeds.join(", ")}`, machine));
  console.log(`${result.markdown}\n`);
  for (const [i, [a, b]] of evaluations.entries()) console.log(`- seed ${seeds[i]}: ours ${a}, SB3 ${b}`);
  console.log(`\nPeer: ${JSON.stringify(result.runs[0]?.b.output.versions)}\n`);
  console.log(
    targetTable([
      { label: "mean of our final evaluations", value: mean(ourEvaluations), atLeast: 490 },
      { label: "lowest of our final evaluations", value: Math.min(...ourEvaluations), atLeast: 475 },
      { label: "training speed, times SB3's", value: result.measures[0]?.ratio?.median ?? null, atLeast: 5 },
    ]),
  );
});

function sb3Command(seed: number, steps: number): string[] {
  return peerCommand(
    "sb3_ppo.py",
    ...["--environment", "CartPole-v1", "--preset", "zoo", "--seed", String(seed), "--steps", String(steps)],
  );
}
