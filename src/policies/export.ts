import { encodeOnnx, lowerToOnnx } from "../runtime/index.js";
import { type Box, type Space, sizeOf, spaceToJSON } from "../spaces/index.js";
import {
  add,
  constant,
  input,
  maximum,
  minimum,
  mul,
  reshape,
  type Shape,
  substitute,
  type Tensor,
  tanh,
} from "../tensor/index.js";
import type { ActorCritic } from "./actor-critic.js";
import { normalizerFactors, normalizeSymbolically, type ObservationNormalizer } from "./normalizer.js";

/** What an exported policy knows of where it acts. */
export interface PolicyMetadata {
  /** Environment id. */
  readonly environment: string;
  readonly observationSpace: Space;
  readonly actionSpace: Space;
  readonly algorithm: string;
  /** Environment steps it was trained for. */
  readonly steps: number;
}

export interface ExportOptions {
  readonly model: ActorCritic;
  /** [model.parameters.size] */
  readonly parameters: Float32Array;
  readonly normalizer?: ObservationNormalizer | undefined;
  readonly metadata: PolicyMetadata;
  /** Leave out the input `noise` and the outputs that need it; default false. */
  readonly deterministicOnly?: boolean;
}

/** Names of the constants that normalize observations. */
export const NORMALIZER_SHIFT = "normalizer/shift";
export const NORMALIZER_SCALE = "normalizer/scale";

/** Version of the names and metadata below. */
export const POLICY_FORMAT = "1";

/**
 * The policy as an ONNX model that needs nothing else to act.
 *
 * Inputs: `observation` [batch, ...shape] float32, raw; `mask` [batch, choices] bool where the task has masks; `noise`
 * [batch, n] float32 (uniform in [0, 1) or standard normal: metadata `proximal.noise`).
 * Outputs: `action`, the most probable one, and `sampled_action`, both as the environment takes them (clipped or
 * squashed; Discrete counted from its start); `distribution` [batch, n] (logits, or means and log standard deviations,
 * from before squashing); `value` [batch].
 */
export function exportPolicy(options: ExportOptions): Uint8Array {
  const { model, parameters, normalizer, metadata, deterministicOnly = false } = options;
  const { observationSpace, actionSpace } = metadata;
  const { head, noise } = model;
  const size = sizeOf(observationSpace);
  const shape: Shape = observationSpace.kind === "box" ? ["batch", ...observationSpace.shape] : ["batch", size];
  const raw = input("observation", shape);
  const flat = reshape(raw, ["batch", size]);
  const observation = normalizer ? normalized(flat, normalizer) : flat;
  const sampled = deterministicOnly ? undefined : head.sample(input("noise", ["batch", noise.size]));
  const outputs: Record<string, Tensor> = {
    action: environmentAction(head.distribution.mode(), actionSpace, model.family),
    ...(sampled && { sampled_action: environmentAction(sampled, actionSpace, model.family) }),
    distribution: head.distribution.parameters,
    value: model.value,
  };
  const names = Object.keys(outputs);
  const rebuilt = substitute(Object.values(outputs), new Map([[model.observation, observation]]));
  const frozen = model.parameters.freeze(
    Object.fromEntries(names.map((name, i) => [name, rebuilt[i] as Tensor])),
    parameters,
  );
  const { model: onnx } = lowerToOnnx(frozen, {
    "proximal.format": POLICY_FORMAT,
    "proximal.environment": metadata.environment,
    "proximal.observation_space": JSON.stringify(spaceToJSON(observationSpace)),
    "proximal.action_space": JSON.stringify(spaceToJSON(actionSpace)),
    "proximal.algorithm": metadata.algorithm,
    "proximal.steps": String(metadata.steps),
    ...(!deterministicOnly && {
      "proximal.noise": JSON.stringify({ kind: noise.kind, size: noise.size, period: periodOf(noise) }),
    }),
  });
  return encodeOnnx(onnx);
}

const periodOf = ({ period = 1 }: ActorCritic["noise"]) => (Number.isFinite(period) ? period : null);

function normalized(observation: Tensor, normalizer: ObservationNormalizer): Tensor {
  const { shift, scale } = normalizerFactors(normalizer);
  return normalizeSymbolically(
    observation,
    constant(shift, [shift.length], "float32", NORMALIZER_SHIFT),
    constant(scale, [scale.length], "float32", NORMALIZER_SCALE),
    normalizer.clip,
  );
}

/** From what the distribution gives to what the environment takes. */
function environmentAction(action: Tensor, space: Space, { squashed = false }: ActorCritic["family"]): Tensor {
  if (space.kind === "discrete") return add(action, space.start);
  const { low, high, shape } = space as Box;
  // Rounding may lead beyond a bound by the last bit.
  const within = squashed ? scaled(tanh(action), low, high) : action;
  const bounded = minimum(maximum(within, constant(low)), constant(high));
  return reshape(bounded, ["batch", ...shape]);
}

/** From [−1, 1] to [low, high]. */
function scaled(action: Tensor, low: Float32Array, high: Float32Array): Tensor {
  const center = low.map((least, i) => (least + high[i]!) / 2);
  const radius = low.map((least, i) => (high[i]! - least) / 2);
  return add(mul(action, constant(radius)), constant(center));
}
