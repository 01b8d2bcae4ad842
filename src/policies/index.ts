export { type ActingProgram, type ActingPrograms, type ChosenActions, compileActing } from "./acting.js";
export { type ActorCritic, type ActorCriticOptions, createActorCritic } from "./actor-critic.js";
export { visibleObservation } from "./critic-only.js";
export { type ExportOptions, exportPolicy, type PolicyMetadata } from "./export.js";
export { type ExplorationOptions, familyFor } from "./family-for.js";
export type { Memory, MemoryStep, Recur, RecurrentLayerOptions } from "./memory.js";
export {
  LONGEST_SEQUENCE,
  type MemoryOptions,
  type Network,
  type NetworkFunction,
  type NetworkOptions,
  recurrentNetwork,
  requireFeatures,
  sequenceLengthOf,
} from "./networks.js";
export { NORMALIZER_SCALE, NORMALIZER_SHIFT, type ObservationNormalizer } from "./normalizer.js";
export {
  type ActOptions,
  type ActResult,
  Policy,
  type PolicyOptions,
  type PolicyState,
  type PolicyView,
} from "./policy.js";
export { policyParameters } from "./policy-parameters.js";
export { requireSameSpaces } from "./require-same-spaces.js";
export { requireDistinctNames } from "./reserved-names.js";
