import { UsageError } from "../errors.js";
import { type Activation, type Convolution, mlp, natureConvolutions, type Scope } from "../nn/index.js";
import type { Space } from "../spaces/index.js";
import { formatShape, type Tensor } from "../tensor/index.js";
import { imageFeatures, networkParts } from "./image-networks.js";

/** The usual networks: convolutions of images, and hidden layers, for the policy and for the value function. */
export interface NetworkOptions {
  /** Widths of the hidden layers; default [64, 64], behind the Nature convolutions [512]. */
  readonly hidden?: readonly number[];
  /** Default tanh; with convolutions relu, which then follows each of them too. */
  readonly activation?: Activation;
  /** One trunk for policy and value instead of one each; default false, with convolutions true. */
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
}

/** A network of one's own: features [batch, n] for the policy's head and for the value's. */
export type NetworkFunction = (
  scope: Scope,
  observation: Tensor,
) => { readonly policy: Tensor; readonly value: Tensor };
export type Network = NetworkOptions | NetworkFunction;

/** The network that options describe, for observations of a space. Throws a UsageError for convolutions that cannot be. */
export function networkFunction(options: NetworkOptions, observationSpace: Space): NetworkFunction {
  const parts = networkParts(observationSpace, options);
  const isConvolved = parts.some(({ convolutions }) => convolutions !== undefined);
  const isNature = parts.some(({ convolutions }) => convolutions === natureConvolutions);
  const {
    hidden = isNature ? [512] : [64, 64],
    activation = isConvolved ? "relu" : "tanh",
    shared = isConvolved,
    orthogonal = true,
    channels = "last",
  } = options;
  return (scope, observation) => {
    const trunk = (name: string) => {
      const inner = scope.scope(name);
      const features = imageFeatures(inner, observation, parts, { channels, orthogonal, activation });
      return mlp(inner, features, { hidden, activation, orthogonal });
    };
    if (!shared) return { policy: trunk("policy"), value: trunk("value") };
    const features = trunk("shared");
    return { policy: features, value: features };
  };
}

/** Throws UsageError `invalid-network` unless these are features [batch, n] for a head. */
export function requireFeatures(head: string, features: Tensor | undefined): void {
  const { shape } = features ?? {};
  if (shape?.length === 2 && shape[0] === "batch" && typeof shape[1] === "number") return;
  throw new UsageError({
    code: "invalid-network",
    message: `The network function gave ${shape ? `a tensor of shape ${formatShape(shape)}` : "nothing"} as features for the ${head}.`,
    fix: "Return { policy, value }, each a tensor of shape [batch, features].",
  });
}
