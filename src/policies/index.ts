export { type ActingPrograms, compileActing } from "./acting.js";
export { type ActorCritic, type ActorCriticOptions, createActorCritic } from "./actor-critic.js";
export { type ExportOptions, exportPolicy, NORMALIZER_SCALE, NORMALIZER_SHIFT, type PolicyMetadata } from "./export.js";
export { type ExplorationOptions, familyFor } from "./family-for.js";
export { type Network, type NetworkFunction, type NetworkOptions, requireFeatures } from "./networks.js";
export type { ObservationNormalizer } from "./normalizer.js";
export { type ActOptions, type ActResult, Policy, type PolicyOptions, type PolicyState } from "./policy.js";
export { policyParameters } from "./policy-parameters.js";
