import type { NpgOptions } from "../algorithms/index.js";

/**
 * For `trpo` and `npg` alike, which hardly differ with enough damping. The published settings of rl-baselines3-zoo
 * (hyperparams/trpo.yml), but for CartPole's damping, which was 1e-3.
 */
export const trustRegionPresets = {
  "CartPole-v1": {
    totalSteps: 100_000,
    options: { nEnvs: 2, nSteps: 512, batchSize: 512, gaeLambda: 0.98, criticUpdates: 20 },
  },
  "Acrobot-v1": {
    totalSteps: 100_000,
    options: { nEnvs: 2, nSteps: 1024, normalizeObservation: true, normalizeReward: true },
  },
  "Pendulum-v1": {
    totalSteps: 100_000,
    options: {
      nEnvs: 2,
      nSteps: 1024,
      gamma: 0.9,
      criticUpdates: 15,
      exploration: { stateDependent: true, samplePeriod: 4 },
    },
  },
} satisfies Readonly<Record<string, { readonly totalSteps: number; readonly options: NpgOptions }>>;
