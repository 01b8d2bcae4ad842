/** Soft Actor-Critic on Pendulum-v1: ours against Stable-Baselines3, paired by seed, with equal hyperparameters. */
import type { SacOptions } from "proximal";
import { readOptions, runBench } from "./harness/command-line.js";
import { compareTraining } from "./harness/paired-training.js";

/** rl-zoo's learning rate, Stable-Baselines3's defaults otherwise. */
const zoo: SacOptions = {
  nEnvs: 1,
  nSteps: 100,
  trainFrequency: 1,
  gradientSteps: 1,
  learningStarts: 100,
  bufferSize: 1_000_000,
  batchSize: 256,
  learningRate: 1e-3,
  gamma: 0.99,
  tau: 0.005,
  alpha: "auto",
  network: { hidden: [256, 256], activation: "relu" },
};

runBench(async () => {
  const { seeds, steps, label } = readOptions({ seeds: [1, 2, 3, 4, 5], steps: 5000, label: "" });
  await compareTraining({
    name: "sac-paired",
    algorithm: "sac",
    peer: "SB3",
    environment: "Pendulum-v1",
    options: zoo,
    steps,
    seeds,
    label,
    atLeast: 1.5,
  });
});
