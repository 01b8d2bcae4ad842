export type { Fidelity } from "./build-model.js";
export { buildModel } from "./build-model.js";
export { quadrupedTasks } from "./catalog.js";
export { type QuadrupedEnvironment, quadrupedEnvironment } from "./environment.js";
export { footPosition, standingHeight } from "./kinematics.js";
export { observationNames } from "./observation.js";
export { defaultRewardWeights, type RewardTerm, type RewardWeights } from "./rewards.js";
export type * from "./robot.js";
export { jointsOf, totalMass } from "./robot.js";
export { anymalC, go1, type RobotName } from "./robots/index.js";
export * from "./rough/index.js";
export type { QuadrupedDynamics } from "./task.js";
export type { QuadrupedLayout } from "./task-layout.js";
export type {
  CommandOptions,
  QuadrupedOptions,
  RandomizationOptions,
  Range,
  SensingOptions,
  StartOptions,
  TerminationOptions,
} from "./task-options.js";
export * from "./terrain/index.js";
