/** TRPO on CartPole-v1 and Pendulum-v1: ours against sb3-contrib, paired by seed, with equal hyperparameters. */
import type { TrpoOptions } from "proximal";
import { readOptions, runBench } from "./harness/command-line.js";
import { compareTraining } from "./harness/paired-training.js";

/** sb3-contrib's defaults, spelled out. */
const defaults: TrpoOptions = {
  targetKl: 0.01,
  damping: 0.1,
  cgSteps: 15,
  lineSearchShrink: 0.8,
  lineSearchSteps: 10,
  gamma: 0.99,
  gaeLambda: 0.95,
  normalizeAdvantage: true,
  learningRate: 1e-3,
  batchSize: 128,
  criticUpdates: 10,
  network: { hidden: [64, 64], activation: "tanh", shared: false },
};

/** rl-zoo's (hyperparams/trpo.yml), but for CartPole's damping. */
const settings: Readonly<Record<string, TrpoOptions>> = {
  "CartPole-v1": { ...defaults, nEnvs: 2, nSteps: 512, batchSize: 512, gaeLambda: 0.98, criticUpdates: 20 },
  "Pendulum-v1": {
    ...defaults,
    nEnvs: 2,
    nSteps: 1024,
    gamma: 0.9,
    criticUpdates: 15,
    exploration: { stateDependent: true, samplePeriod: 4, initialLogStd: 0 },
  },
};

runBench(async () => {
  const { environments, seeds, steps, label } = readOptions({
    environments: Object.keys(settings),
    seeds: [1, 2, 3, 4, 5],
    steps: 100_000,
    label: "",
  });
  for (const environment of environments) {
    const options = settings[environment] ?? defaults;
    const common = { algorithm: "trpo", peer: "sb3-contrib", atLeast: 4, steps, seeds, label } as const;
    await compareTraining({ name: `trpo-paired-${environment}`, environment, options, ...common });
  }
});
