export { type AdamOptions, adam, clipByGlobalNorm } from "./adam.js";
export { type BoundProgram, compileBound } from "./bound-program.js";
export { constantInitializer, type Initializer, normalInitializer, orthogonalInitializer } from "./initializers.js";
export {
  type Activation,
  type ActivationName,
  activationNames,
  type LinearOptions,
  linear,
  type MlpOptions,
  mlp,
} from "./layers.js";
export type { Optimizer } from "./optimizer.js";
export { type ParameterEntry, type ParameterPart, Parameters, type Scope } from "./parameters.js";
export { type RmspropOptions, rmsprop } from "./rmsprop.js";
