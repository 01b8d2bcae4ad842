export { type ActingPrograms, compileActing } from "./acting.js";
export { type ActorCritic, type ActorCriticOptions, createActorCritic } from "./actor-critic.js";
export { type ExportOptions, exportPolicy, type PolicyMetadata } from "./export.js";
export type { ExplorationOptions } from "./family-for.js";
export type { Network, NetworkFunction, NetworkOptions } from "./networks.js";
export { NORMALIZER_SCALE, NORMALIZER_SHIFT, type ObservationNormalizer } from "./normalizer.js";
export { type ActOptions, type ActResult, Policy, type PolicyOptions, type PolicyState } from "./policy.js";
export { policyParameters } from "./policy-parameters.js";
