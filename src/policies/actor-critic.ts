import {
  categorical,
  type DistributionFamily,
  diagonalGaussian,
  type NoiseDescription,
  type PolicyHead,
  stateDependentExploration,
} from "../distributions/index.js";
import { UsageError } from "../errors.js";
import { type Activation, linear, mlp, Parameters, type Scope } from "../nn/index.js";
import { describeSpace, type Space, sizeOf } from "../spaces/index.js";
import { formatShape, input, reshape, type Tensor } from "../tensor/index.js";

/** The usual networks: hidden layers for the policy and for the value function. */
export interface NetworkOptions {
  /** Widths of the hidden layers; default [64, 64]. */
  readonly hidden?: readonly number[];
  /** Default tanh. */
  readonly activation?: Activation;
  /** One trunk for policy and value instead of one each; default false. */
  readonly shared?: boolean;
  /** Orthogonal initialization (gain √2) of hidden layers instead of uniform in ±1/√in; default true. */
  readonly orthogonal?: boolean;
}

/** A network of one's own: features [batch, n] for the policy's head and for the value's. */
export type NetworkFunction = (
  scope: Scope,
  observation: Tensor,
) => { readonly policy: Tensor; readonly value: Tensor };
export type Network = NetworkOptions | NetworkFunction;

/** How continuous actions are explored. */
export interface ExplorationOptions {
  /** Generalized state-dependent exploration (gSDE) instead of independent noise at every step; default false. */
  readonly stateDependent?: boolean;
  /** With gSDE: new noise every so many steps; default: once per rollout. */
  readonly samplePeriod?: number;
  /** Initial log standard deviation; default 0. */
  readonly initialLogStd?: number;
  /** Default [−20, 2]. */
  readonly logStdRange?: readonly [number, number];
}

export interface ActorCriticOptions {
  readonly observationSpace: Space;
  readonly actionSpace: Space;
  /** The environment tells which actions are allowed. */
  readonly masked?: boolean;
  readonly network?: Network;
  readonly exploration?: ExplorationOptions;
}

/** A policy and a value function as symbolic tensors of the (normalized) observation, sharing one parameter vector. */
export interface ActorCritic {
  readonly parameters: Parameters;
  readonly family: DistributionFamily;
  readonly noise: NoiseDescription;
  /** [batch, observationSize], named `observation`. */
  readonly observation: Tensor;
  /** [batch, choices], named `mask`, where there are masks. */
  readonly mask: Tensor | undefined;
  readonly head: PolicyHead;
  /** [batch] */
  readonly value: Tensor;
}

/** Builds the networks for a pair of spaces. Throws a UsageError for action spaces that no distribution covers. */
export function createActorCritic(options: ActorCriticOptions): ActorCritic {
  const { observationSpace, actionSpace, masked = false, network = {}, exploration = {} } = options;
  const parameters = new Parameters();
  const observation = input("observation", ["batch", sizeOf(observationSpace)]);
  const family = familyFor(actionSpace, exploration);
  const mask = masked ? input("mask", ["batch", family.parameterSize], "bool") : undefined;
  const build = typeof network === "function" ? network : networkFunction(network);
  const features = build(parameters, observation);
  for (const head of ["policy", "value"] as const) requireFeatures(head, features?.[head]);
  const head = family.head(parameters.scope("policy").scope("head"), features.policy, mask);
  const value = linear(parameters.scope("value").scope("head"), features.value, 1, { gain: 1 });
  return {
    parameters,
    family,
    noise: family.noise(features.policy.shape[1] as number),
    observation,
    mask,
    head,
    value: reshape(value, ["batch"]),
  };
}

function networkFunction({
  hidden = [64, 64],
  activation = "tanh",
  shared = false,
  orthogonal = true,
}: NetworkOptions): NetworkFunction {
  return (scope, observation) => {
    const trunk = (name: string) => mlp(scope.scope(name), observation, { hidden, activation, orthogonal });
    if (!shared) return { policy: trunk("policy"), value: trunk("value") };
    const features = trunk("shared");
    return { policy: features, value: features };
  };
}

function familyFor(space: Space, exploration: ExplorationOptions): DistributionFamily {
  if (space.kind === "discrete") {
    const [unused] = Object.keys(exploration);
    if (unused === undefined) return categorical(space.n);
    throw new UsageError({
      code: "unused-option",
      message: `The option exploration.${unused} is for continuous actions, but the action space is ${describeSpace(space)}.`,
      fix: "Leave exploration out: discrete actions are explored by sampling.",
    });
  }
  const { stateDependent = false, samplePeriod, ...gaussian } = exploration;
  if (space.kind === "box") {
    const size = sizeOf(space);
    if (!stateDependent) return diagonalGaussian(size, gaussian);
    return stateDependentExploration(size, samplePeriod === undefined ? gaussian : { ...gaussian, samplePeriod });
  }
  throw new UsageError({
    code: "unsupported-action-space",
    message: `There is no policy for the action space ${describeSpace(space)}.`,
    fix: "Use a Discrete or a Box action space.",
  });
}

function requireFeatures(head: string, features: Tensor | undefined): void {
  const { shape } = features ?? {};
  if (shape?.length === 2 && shape[0] === "batch" && typeof shape[1] === "number") return;
  throw new UsageError({
    code: "invalid-network",
    message: `The network function gave ${shape ? `a tensor of shape ${formatShape(shape)}` : "nothing"} as features for the ${head}.`,
    fix: "Return { policy, value }, each a tensor of shape [batch, features].",
  });
}
