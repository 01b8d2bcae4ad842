import { encodeOnnx, lowerToOnnx } from "../runtime/index.js";
import { isImage, partsOf, type Space, type SpacePart, spaceToJSON, withoutKeys } from "../spaces/index.js";
import {
  add,
  concat,
  constant,
  input,
  maximum,
  minimum,
  mul,
  reshape,
  slice,
  substitute,
  type Tensor,
  tanh,
} from "../tensor/index.js";
import type { ActorCritic } from "./actor-critic.js";
import { completeObservation } from "./critic-only.js";
import {
  NORMALIZER_SCALE,
  NORMALIZER_SHIFT,
  normalizerFactors,
  normalizeSymbolically,
  type ObservationNormalizer,
} from "./normalizer.js";
import { observationInputs } from "./observation-inputs.js";

/** What an exported policy knows of where it acts. */
export interface PolicyMetadata {
  /** Environment id. */
  readonly environment: string;
  /** What it is given: the environment's, without what only the critic sees in training. */
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
  /** With the whole of the environment's observation space. */
  readonly metadata: PolicyMetadata;
  /** Leave out the input `noise` and the outputs that need it; default false. */
  readonly deterministicOnly?: boolean;
}

/** Version of the names and metadata below. */
export const POLICY_FORMAT = "1";

/**
 * The policy as an ONNX model that needs nothing else to act.
 *
 * Inputs: `observation` [batch, ...shape] float32, raw, or `observation.<key>` for each part of a Dict; `mask`
 * [batch, choices] bool where the task has masks; `noise` [batch, n] float32 (uniform in [0, 1) or standard normal:
 * metadata `proximal.noise`); `state` [batch, n] float32 where the policy has a memory (metadata `proximal.state`: n),
 * zeros where an episode begins, else the last `next_state`.
 * Outputs: `action`, the most probable one, and `sampled_action`, both as the environment takes them (Box clipped or
 * squashed, float32 [batch, ...shape]; Discrete counted from its start, int32 [batch]; MultiDiscrete and MultiBinary int32
 * [batch, positions]); `distribution` [batch, n] (logits, or means and log standard deviations, from before squashing);
 * `value` [batch]; `next_state` [batch, n].
 *
 * What only the critic sees is no input: `value` is then the critic's at the mean of that, so it tells less.
 */
export function exportPolicy(options: ExportOptions): Uint8Array {
  const { model, parameters, normalizer, metadata, deterministicOnly = false } = options;
  const { observationSpace, actionSpace } = metadata;
  const { noise, memory } = model;
  const { head, value } = memory?.step ?? model;
  const visible = withoutKeys(observationSpace, model.criticOnly ?? []);
  const inputs = observationInputs(visible);
  const flat = completeObservation(inputs, observationSpace, model.criticOnly, normalizer?.mean);
  const observation = normalizer ? normalized(flat, normalizer, observationSpace) : flat;
  const sampled = deterministicOnly ? undefined : head.sample(input("noise", ["batch", noise.size]));
  const outputs: Record<string, Tensor> = {
    action: environmentAction(head.distribution.mode(), actionSpace, model.family),
    ...(sampled && { sampled_action: environmentAction(sampled, actionSpace, model.family) }),
    distribution: head.distribution.parameters,
    value,
    ...(memory && { next_state: memory.step.nextState }),
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
    "proximal.observation_space": JSON.stringify(spaceToJSON(visible)),
    "proximal.action_space": JSON.stringify(spaceToJSON(actionSpace)),
    "proximal.algorithm": metadata.algorithm,
    "proximal.steps": String(metadata.steps),
    ...(memory && { "proximal.state": String(memory.stateSize) }),
    ...(!deterministicOnly && {
      "proximal.noise": JSON.stringify({ kind: noise.kind, size: noise.size, period: periodOf(noise) }),
    }),
  });
  return encodeOnnx(onnx);
}

const periodOf = ({ period = 1 }: ActorCritic["noise"]) => (Number.isFinite(period) ? period : null);

function normalized(observation: Tensor, normalizer: ObservationNormalizer, space: Space): Tensor {
  const { shift, scale } = normalizerFactors(normalizer);
  const whole = normalizeSymbolically(
    observation,
    constant(shift, [shift.length], "float32", NORMALIZER_SHIFT),
    constant(scale, [scale.length], "float32", NORMALIZER_SCALE),
    normalizer.clip,
  );
  const parts = partsOf(space);
  if (!parts.some((part) => isImage(part.space))) return whole;
  // as in training, images are not normalized
  const choose = (part: SpacePart) =>
    slice(isImage(part.space) ? observation : whole, 1, part.offset, part.offset + part.size);
  return concat(parts.map(choose), 1);
}

/** From what the distribution gives to what the environment takes. */
function environmentAction(action: Tensor, space: Space, { squashed = false }: ActorCritic["family"]): Tensor {
  if (space.kind === "discrete") return add(action, space.start);
  if (space.kind !== "box") return action;
  const { low, high, shape } = space;
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
