import type { DistributionFamily, NoiseDescription, PolicyHead } from "../distributions/index.js";
import { UsageError } from "../errors.js";
import { linear, Parameters, type Scope } from "../nn/index.js";
import { choicesOf, describeSpace, type Space, sizeOf } from "../spaces/index.js";
import { input, reshape, type Tensor } from "../tensor/index.js";
import { blinded } from "./critic-only.js";
import { type ExplorationOptions, familyFor } from "./family-for.js";
import { type Memory, noMemory, type RecurrentForm, steppingForm, unrolledForm } from "./memory.js";
import { type Network, networkFunction, requireFeatures, sequenceLengthOf } from "./networks.js";
import { requireDistinctNames } from "./reserved-names.js";

export interface ActorCriticOptions {
  readonly observationSpace: Space;
  readonly actionSpace: Space;
  /** Keys of the observation's Dict that only the value function sees. */
  readonly criticOnly?: readonly string[] | undefined;
  /** The environment tells which actions are allowed. */
  readonly masked?: boolean;
  readonly network?: Network;
  readonly exploration?: ExplorationOptions;
}

/**
 * A policy and a value function as symbolic tensors of the (normalized) observation, sharing one parameter vector. Where
 * they have a memory, `head` and `value` are the learning form, whose rows are whole sequences, time-major (row = step ·
 * sequences + sequence); `memory.step` is the acting one.
 */
export interface ActorCritic {
  readonly parameters: Parameters;
  readonly family: DistributionFamily;
  readonly noise: NoiseDescription;
  /** [batch, observationSize], named `observation`. */
  readonly observation: Tensor;
  /** Keys of the observation's Dict on which the policy does not depend. */
  readonly criticOnly?: readonly string[] | undefined;
  /** [batch, choices], named `mask`, where there are masks. */
  readonly mask: Tensor | undefined;
  readonly head: PolicyHead;
  /** [batch] */
  readonly value: Tensor;
  /** Undefined if actions depend on nothing but the observation. */
  readonly memory?: Memory | undefined;
}

/**
 * Builds the networks for a pair of spaces. Throws a UsageError for action spaces that no distribution covers, and for
 * names of parameters that an exported policy needs itself.
 */
export function createActorCritic(options: ActorCriticOptions): ActorCritic {
  const { observationSpace, actionSpace, masked = false, network = {}, exploration = {}, criticOnly } = options;
  if (masked) requireChoices(actionSpace);
  const parameters = new Parameters();
  const observation = input("observation", ["batch", sizeOf(observationSpace)]);
  const family = familyFor(actionSpace, exploration);
  const mask = masked ? input("mask", ["batch", family.parameterSize], "bool") : undefined;
  const buildFeatures =
    typeof network === "function"
      ? blinded(network, observationSpace, criticOnly)
      : networkFunction(network, observationSpace, criticOnly);
  const sequenceLength = sequenceLengthOf(network);

  /** The model in one of its forms. */
  function build(scope: Scope, form: RecurrentForm) {
    const built = buildFeatures(scope, observation, form.recur);
    for (const head of ["policy", "value"] as const) requireFeatures(head, built?.[head]);
    const state = form.join([built.policy, built.value]);
    const [policy, value] = (state?.features ?? [built.policy, built.value]) as [Tensor, Tensor];
    const head = family.head(scope.scope("policy").scope("head"), policy, mask);
    const values = linear(scope.scope("value").scope("head"), value, 1, { gain: 1 });
    return { features: policy, head, value: reshape(values, ["batch"]), state };
  }

  const step = build(parameters, sequenceLength === undefined ? noMemory : steppingForm());
  requireDistinctNames(
    parameters.layout.map(({ name }) => name),
    observationSpace,
  );
  const noise = family.noise(step.features.shape[1] as number);
  const common = { parameters, family, noise, observation, criticOnly, mask };
  if (!step.state || sequenceLength === undefined) return { ...common, head: step.head, value: step.value };
  const { head, value, state } = build(parameters.declared, unrolledForm(sequenceLength));
  const memory = {
    stateSize: step.state.stateSize,
    sequenceLength,
    finalState: state!.nextState, // the same network has the same layers
    step: { head: step.head, value: step.value, nextState: step.state.nextState },
  };
  return { ...common, head, value, memory };
}

function requireChoices(actionSpace: Space): void {
  if (choicesOf(actionSpace) > 0) return;
  throw new UsageError({
    code: "invalid-mask",
    message: `Actions are masked, but the action space ${describeSpace(actionSpace)} has no choices to mask.`,
    fix: "Leave actionMask out, or use a discrete or multiDiscrete action space.",
  });
}
