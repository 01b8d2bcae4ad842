export { createActions } from "./action-writer.js";
export { asEnvironment } from "./as-environment.js";
export * from "./box2d/index.js";
export * from "./checking/index.js";
export { acrobot, cartPole, mountainCar, mountainCarContinuous, pendulum } from "./classic-control/index.js";
export type { Implementation, ObservationOf } from "./define.js";
export { defineEnvironment } from "./define.js";
export type {
  Command,
  Dynamics,
  Environment,
  EnvironmentDefinition,
  EnvironmentImplementation,
  EnvironmentMetadata,
  EpisodeSummary,
  LoadedEnvironment,
  Picture,
  PictureShape,
  Simulation,
  Snapshot,
  StepResult,
  VectorEnvironment,
} from "./environment.js";
export { loadEnvironment } from "./load-environment.js";
export { type Mirror, type MirrorMap, mirrorRows } from "./mirror.js";
export { type MujocoModelOptions, type MujocoTaskOptions, mujocoEnvironment, mujocoModelXml } from "./mujoco/index.js";
export type * from "./mujoco/task-keywords.js";
export * from "./normalization/index.js";
export * from "./quadruped/index.js";
export { findEnvironment, isBuiltin, listEnvironments, registerEnvironment } from "./registry.js";
export { measureStepCost } from "./step-cost.js";
export type { VectorizeOptions } from "./vectorize.js";
export { vectorize } from "./vectorize.js";
export * from "./wrappers/index.js";
