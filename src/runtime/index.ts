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
export { type CompileOptions, compile, loadProgram, type Program, requireFinite, type TensorData } from "./program.js";
