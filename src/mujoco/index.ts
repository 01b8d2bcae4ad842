export type { MujocoData } from "./data.js";
export type { DataArrays } from "./data-arrays.js";
export type { HeightField } from "./height-field.js";
export type { JointPlace, ModelSizes, MujocoModel, SensorPlace } from "./model.js";
export type { ModelArrays } from "./model-arrays.js";
export { type CompileOptions, type LoadMujocoOptions, loadMujoco, type ModelFiles, type Mujoco } from "./mujoco.js";
export type { NamedKind, Names } from "./names.js";
export type { RayOptions } from "./rays.js";
