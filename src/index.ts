export {
  type A2cOptions,
  type Algorithm,
  a2c,
  type Behavior,
  createAlgorithm,
  type IsPgOptions,
  isPg,
  type Learner,
  type NpgOptions,
  npg,
  type OffPolicyReinforceOptions,
  offPolicyReinforce,
  type PpoKlOptions,
  type PpoLagrangianOptions,
  type PpoOptions,
  ppo,
  ppoKl,
  ppoLagrangian,
  type ReinforceOptions,
  reinforce,
  type Schedule,
  type SurrogateOptions,
  surrogate,
  type TrpoOptions,
  trpo,
} from "./algorithms/index.js";
export {
  checkEnvironment,
  defineEnvironment,
  type Environment,
  type EnvironmentDefinition,
  findEnvironment,
  listEnvironments,
  loadEnvironment,
  registerEnvironment,
  type StepResult,
  type VectorEnvironment,
  vectorize,
} from "./environments/index.js";
export { type FailureDescription, ProximalError, RunError, UsageError } from "./errors.js";
export { type ActOptions, type Network, type NetworkOptions, Policy } from "./policies/index.js";
export { createRandom, type Random } from "./random/index.js";
export { box, dict, discrete, multiBinary, multiDiscrete, type Space } from "./spaces/index.js";
export * from "./training/index.js";
