import { UsageError } from "../errors.js";
import { type Activation, mlp, type Scope } from "../nn/index.js";
import { formatShape, type Tensor } from "../tensor/index.js";

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

/** The network that options describe. */
export function networkFunction({
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
