import type { Scope } from "../nn/index.js";
import type { DataType, Shape, Tensor } from "../tensor/index.js";

/** A distribution over actions, one per row of its parameters [batch, parameterSize]. Joint over all dimensions of an action. */
export interface Distribution {
  /** [batch, parameterSize], already masked and clamped: what fragments store. */
  readonly parameters: Tensor;
  /** log π(action): [batch]. */
  logProb(action: Tensor): Tensor;
  /** [batch] */
  entropy(): Tensor;
  /** KL(this ‖ other), summed over action dimensions: [batch]. */
  klDivergence(other: Distribution): Tensor;
  /** The most probable action. */
  mode(): Tensor;
}

/** What turns features into actions: the distribution, and how noise becomes a sample of it. */
export interface PolicyHead {
  readonly distribution: Distribution;
  /** `noise`: [batch, noiseSize]. */
  sample(noise: Tensor): Tensor;
}

/** Noise that sampling needs, drawn outside the graph so that it is reproducible. */
export interface NoiseDescription {
  readonly kind: "uniform" | "normal";
  /** Numbers per action. */
  readonly size: number;
  /** Draw new noise every so many steps; Infinity: once per rollout. Default 1. */
  readonly period?: number;
}

/** A family of distributions, fitted to an action space. */
export interface DistributionFamily {
  readonly name: string;
  readonly actionType: DataType;
  /** Shape of a batch of actions: [batch] or [batch, size]. */
  readonly actionShape: Shape;
  /** Numbers per action in flat storage. */
  readonly actionSize: number;
  readonly parameterSize: number;
  /**
   * Choices in each position, where actions are chosen and not measured. Parameters are then one logit per choice, position
   * after position, or (Bernoulli, 2 choices each) one per position: that of 1.
   */
  readonly choices?: readonly number[];
  /** Environments are sent the tanh of an action, scaled to their bounds, instead of the action clipped to them. */
  readonly squashed?: boolean;
  /** Known only once a head exists, where it depends on the features. */
  noise(featureSize: number): NoiseDescription;
  /** The last layers of the policy. `mask`: [batch, choices of all positions] bool, true where allowed. */
  head(scope: Scope, features: Tensor, mask?: Tensor): PolicyHead;
  /** The distribution that stored parameters describe. */
  fromParameters(parameters: Tensor): Distribution;
}
