import { UsageError } from "../errors.js";
import { type Activation, type Convolution, mlp, natureConvolutions, type Scope } from "../nn/index.js";
import { type Space, withoutKeys } from "../spaces/index.js";
import { formatShape, type Tensor } from "../tensor/index.js";
import { visibleObservation } from "./critic-only.js";
import { imageFeatures, networkParts } from "./image-networks.js";
import type { Recur, RecurrentLayerOptions } from "./memory.js";

/** A recurrent layer between the hidden layers and the heads. */
export interface MemoryOptions extends Omit<RecurrentLayerOptions, "orthogonal"> {
  /** Steps through which gradients flow back, up to 64; must divide nSteps and batchSize. Default 16. */
  readonly sequenceLength?: number;
}

/** The usual networks: convolutions of images, and hidden layers, for the policy and for the value function. */
export interface NetworkOptions {
  /** Widths of the hidden layers; default [64, 64], behind the Nature convolutions [512]. */
  readonly hidden?: readonly number[];
  /** Default tanh; with convolutions relu, which then follows each of them too. */
  readonly activation?: Activation;
  /** One trunk (and memory) for policy and value instead of one each; default false, with convolutions true. */
  readonly shared?: boolean;
  /** Orthogonal initialization (gain √2) of hidden layers instead of uniform in ±1/√in; default true. */
  readonly orthogonal?: boolean;
  /**
   * Convolutions for every Box of rank 3; "nature" are those of the Nature DQN network, [] none. Default: "nature" for images
   * (rank 3, finite bounds) of at least 36 × 36 pixels, none for others.
   */
  readonly convolutions?: "nature" | readonly Convolution[];
  /** Where images have their channels: [height, width, channels] ("last", the default) or [channels, height, width]. */
  readonly channels?: "last" | "first";
  /** Remember what was observed earlier in the episode; default: no memory. */
  readonly memory?: MemoryOptions;
}

/**
 * A network of one's own: features [batch, n] for the policy's head and for the value's. One that uses `recur` is made
 * by `recurrentNetwork`, and is called twice: for acting and for learning.
 */
export interface NetworkFunction {
  (scope: Scope, observation: Tensor, recur: Recur): { readonly policy: Tensor; readonly value: Tensor };
  readonly sequenceLength?: number;
}
export type Network = NetworkOptions | NetworkFunction;

const DEFAULT_SEQUENCE_LENGTH = 16;
/** Sessions of longer ones take too long to create. */
export const LONGEST_SEQUENCE = 64;

/**
 * A network of one's own that passes features through layers with a memory: `recur(scope, features, { cell, size })`.
 * `sequenceLength` (1 to 64): the steps through which gradients flow back. Throws a UsageError for other lengths.
 */
export function recurrentNetwork(sequenceLength: number, network: NetworkFunction): NetworkFunction {
  if (!Number.isInteger(sequenceLength) || sequenceLength < 1 || sequenceLength > LONGEST_SEQUENCE) {
    throw new UsageError({
      code: "invalid-option",
      message: `recurrentNetwork: the sequence length is ${sequenceLength}.`,
      fix: `Use a whole number from 1 to ${LONGEST_SEQUENCE}.`,
    });
  }
  const wrapped: NetworkFunction = (scope, observation, recur) => network(scope, observation, recur);
  return Object.assign(wrapped, { sequenceLength });
}

/** Steps of the sequences that a network with a memory learns from; undefined for one without. */
export function sequenceLengthOf(network: Network): number | undefined {
  if (typeof network === "function") return network.sequenceLength;
  return network.memory && (network.memory.sequenceLength ?? DEFAULT_SEQUENCE_LENGTH);
}

/**
 * The network that options describe, for observations of a space of which the policy does not see the keys `criticOnly`.
 * Throws a UsageError for convolutions that cannot be, and for one trunk where policy and value see different things.
 */
export function networkFunction(
  options: NetworkOptions,
  observationSpace: Space,
  criticOnly: readonly string[] = [],
): NetworkFunction {
  const parts = networkParts(observationSpace, options);
  const isAsymmetric = criticOnly.length > 0;
  const isConvolved = parts.some(({ convolutions }) => convolutions !== undefined);
  const isNature = parts.some(({ convolutions }) => convolutions === natureConvolutions);
  const {
    hidden = isNature ? [512] : [64, 64],
    activation = isConvolved ? "relu" : "tanh",
    shared = isConvolved && !isAsymmetric,
    orthogonal = true,
    channels = "last",
    memory,
  } = options;
  if (shared && isAsymmetric) {
    throw new UsageError({
      code: "invalid-option",
      message: `The option network.shared is true, but the environment shows "${criticOnly[0]}" to the critic alone.`,
      fix: "Leave network.shared out: policy and value have a trunk each.",
    });
  }
  const visible = isAsymmetric ? networkParts(withoutKeys(observationSpace, criticOnly), options) : parts;
  return (scope, observation, recur) => {
    const trunk = (name: "policy" | "value" | "shared") => {
      const inner = scope.scope(name);
      const [seen, seenParts] =
        name === "policy"
          ? [visibleObservation(observation, observationSpace, criticOnly), visible]
          : [observation, parts];
      const images = imageFeatures(inner, seen, seenParts, { channels, orthogonal, activation });
      const features = mlp(inner, images, { hidden, activation, orthogonal });
      return memory ? recur(inner.scope("memory"), features, { ...memory, orthogonal }) : features;
    };
    if (!shared) return { policy: trunk("policy"), value: trunk("value") };
    const features = trunk("shared");
    return { policy: features, value: features };
  };
}

/** Throws UsageError `invalid-network` unless these are features [batch, n] for a head; `expected`: what the function returns. */
export function requireFeatures(
  head: string,
  features: Tensor | undefined,
  expected = "{ policy, value }, each a tensor of shape [batch, features]",
): void {
  const { shape } = features ?? {};
  if (shape?.length === 2 && shape[0] === "batch" && typeof shape[1] === "number") return;
  throw new UsageError({
    code: "invalid-network",
    message: `The network function gave ${shape ? `a tensor of shape ${formatShape(shape)}` : "nothing"} as features for the ${head}.`,
    fix: `Return ${expected}.`,
  });
}
