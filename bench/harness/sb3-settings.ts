import type { ResolvedPpoOptions } from "../../src/algorithms/ppo-options.js";
import { UsageError } from "../../src/errors.js";
import type { JsonObject } from "./child.js";

/**
 * Our PPO's options as `peers/sb3_ppo.py --preset given` takes them. Stable-Baselines3 calls the same things differently.
 * Throws a UsageError for what it cannot do: other schedules of the learning rate than a fall to 0, a learning rate that
 * adapts, a clip range that moves, state-dependent exploration, and normalization of observations or rewards alone.
 */
export function sb3Settings(options: ResolvedPpoOptions): JsonObject {
  const { learningRate, clipRange, network, desiredKl } = options;
  const rate = linearToZero(learningRate);
  const normalize = options.normalizeObservation === true;
  const adapts = (desiredKl ?? null) !== null;
  const onlyOne = normalize !== (options.normalizeReward === true);
  const { stateDependent = false } = options.exploration;
  if (rate === null || typeof clipRange !== "number" || adapts || onlyOne || stateDependent) throw unsupported(options);
  const { hidden = [64, 64], activation = "tanh" } = network as {
    readonly hidden?: readonly number[];
    readonly activation?: string;
  };
  return {
    environments: options.nEnvs,
    normalize,
    ppo: {
      n_steps: options.nSteps,
      batch_size: options.batchSize,
      n_epochs: options.nEpochs,
      gamma: options.gamma,
      gae_lambda: options.gaeLambda,
      learning_rate: rate,
      clip_range: clipRange,
      ent_coef: options.entropyCoefficient,
      vf_coef: options.valueCoefficient,
      max_grad_norm: options.maxGradNorm ?? 1e9,
      policy_kwargs: {
        activation_fn: activation,
        net_arch: { pi: [...hidden], vf: [...hidden] },
        log_std_init: options.exploration.initialLogStd ?? 0,
      },
    },
  };
}

function linearToZero(rate: ResolvedPpoOptions["learningRate"]): JsonObject | number | null {
  if (typeof rate === "number") return rate;
  const { from, to, ...others } = rate as { readonly from?: number; readonly to?: number };
  return from !== undefined && to === 0 && Object.keys(others).length === 0 ? { from, to } : null;
}

const unsupported = (options: object) =>
  new UsageError({
    code: "bench-no-sb3-settings",
    message: `Stable-Baselines3's PPO has no settings like ${JSON.stringify(options)}.`,
    fix: "Leave the peer with equal settings out: --programs proximal,sb3,cleanrl.",
  });
