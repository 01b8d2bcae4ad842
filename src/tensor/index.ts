export { gradients } from "./gradients.js";
export { substitute, topologicalOrder } from "./graph.js";
export { type Lowering, type OnnxAttribute, type OnnxDataType, onnxType } from "./lowering.js";
export * from "./operations/index.js";
export { evaluate } from "./reference/evaluate.js";
export { type NdArray, ndArray } from "./reference/nd-array.js";
export { type Dimension, formatShape, type Shape, shapesEqual, staticSize } from "./shape.js";
export type { DataType, Node, Operation, OutputDescription, Tensor } from "./tensor.js";
