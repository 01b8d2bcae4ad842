export { type AdamOptions, adam, clipByGlobalNorm } from "./adam.js";
export { type BoundProgram, compileBound } from "./bound-program.js";
export {
  type CnnOptions,
  type Convolution,
  cnn,
  conv2d,
  natureConvolutions,
} from "./convolution.js";
export {
  constantInitializer,
  type Initializer,
  normalInitializer,
  orthogonalInitializer,
  uniformInitializer,
} from "./initializers.js";
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
export { type RecurrentOutput, recurrentStep, type UnrollOptions, unroll } from "./recurrent.js";
export { type CellName, type CellOptions, cellNames, type RecurrentCell, recurrentCell } from "./recurrent-cell.js";
export { type RmspropOptions, rmsprop } from "./rmsprop.js";
export { type PartsOf, splitObservation } from "./split-observation.js";
