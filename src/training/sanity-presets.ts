import type { PpoOptions } from "../algorithms/index.js";
import type { Preset } from "./presets.js";

/** Episodes are a step or ten long, so that a γ below 1 loses little, and TimeLimit-v0 asks for 0.9. */
const ppo = {
  nEnvs: 8,
  nSteps: 64,
  batchSize: 128,
  nEpochs: 6,
  gamma: 0.9,
  learningRate: 3e-3,
} satisfies PpoOptions;

const reinforce = { nEnvs: 32, nSteps: 10, episodesPerEnv: 4, gamma: 0.9, learningRate: 1e-2 };
const a2c = { nEnvs: 16, nSteps: 16, gamma: 0.9, gaeLambda: 0.95, learningRate: 3e-3 };
const trustRegion = { nEnvs: 8, nSteps: 64, gamma: 0.9, batchSize: 128, learningRate: 3e-3 };

/** Small enough for images of a hundred pixels, and for seconds. */
const convolutions = { convolutions: [{ filters: 8, kernel: 3 }], hidden: [64] };

const preset = (totalSteps: number, shared: Pick<PpoOptions, "network"> = {}): Preset => ({
  totalSteps,
  evaluateEvery: 2048,
  ppo: { ...ppo, ...shared },
  others: {
    reinforce: { totalSteps: 3 * totalSteps, options: { ...reinforce, ...shared } },
    "off-policy-reinforce": { totalSteps: 3 * totalSteps, options: { ...reinforce, ...shared } },
    a2c: { totalSteps: 2 * totalSteps, options: { ...a2c, ...shared } },
    trpo: { totalSteps: 2 * totalSteps, options: { ...trustRegion, ...shared } },
    npg: { totalSteps: 2 * totalSteps, options: { ...trustRegion, ...shared } },
    "ppo-kl": { totalSteps, options: { ...ppo, ...shared } },
    "ppo-lagrangian": { totalSteps, options: { ...ppo, ...shared } },
  },
});

/** Ours: each is solved in seconds. */
export const sanityPresets: Readonly<Record<string, Preset>> = {
  "Sign-v0": preset(10_000),
  "TimeLimit-v0": preset(30_000),
  "Masks-v0": preset(40_000),
  "MultiDiscrete-v0": preset(40_000),
  "MultiBinary-v0": preset(40_000),
  "Images-v0": preset(40_000, { network: convolutions }),
  "Dict-v0": preset(40_000, { network: convolutions }),
  // Ours. Eight blank steps fit into one sequence, so gradients reach the cue.
  "Memory-v0": {
    totalSteps: 50_000,
    evaluateEvery: 4096,
    ppo: {
      nEnvs: 16,
      nSteps: 64,
      batchSize: 256,
      nEpochs: 4,
      learningRate: 2e-3,
      entropyCoefficient: 0.01,
      network: { hidden: [32], memory: { cell: "gru", size: 32, sequenceLength: 16 } },
    },
  },
};
