export type { LoopOptions } from "./loop.js";
export { lowerToOnnx, type ProgramInput } from "./lower.js";
export {
  decodeOnnx,
  encodeOnnx,
  type OnnxContents,
  type OnnxInitializer,
  type OnnxModel,
  type OnnxNode,
  type OnnxValue,
} from "./onnx-model.js";
export {
  type CompileOptions,
  compile,
  compileLoop,
  loadProgram,
  type Program,
  requireFinite,
  type TensorData,
} from "./program.js";
