import type { Lowering } from "./lowering.js";
import type { NdArray } from "./reference/nd-array.js";
import type { Shape } from "./shape.js";

export type DataType = "float32" | "int32" | "bool";

/** A value in the graph: one output of a node. Immutable; there is nothing to dispose of. */
export interface Tensor {
  readonly node: Node;
  /** Which of the node's outputs this is. */
  readonly index: number;
  readonly shape: Shape;
  readonly dataType: DataType;
}

/** One application of an operation. */
export interface Node<Attributes = unknown> {
  readonly operation: Operation<Attributes>;
  readonly inputs: readonly Tensor[];
  readonly attributes: Attributes;
  readonly outputs: readonly Tensor[];
}

export interface OutputDescription {
  readonly shape: Shape;
  readonly dataType: DataType;
}

/** Everything that is known of one operation, side by side. */
export interface Operation<Attributes = unknown> {
  /** The ONNX operator's name (or our own, for leaves). */
  readonly name: string;
  /** Shapes and types of the outputs; throws a UsageError that names the operation and the shapes when they do not fit. */
  describe(inputs: readonly Tensor[], attributes: Attributes): readonly OutputDescription[];
  /** Emits ONNX nodes and returns the names of the outputs. */
  lower(node: Node<Attributes>, inputs: readonly string[], onnx: Lowering): readonly string[];
  /** Gradients for the inputs, built from operations, so that they can be differentiated again; undefined where there is none. */
  gradient?(node: Node<Attributes>, outputGradients: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[];
  /** Plain float64 evaluation: the oracle of the tests. */
  evaluate(inputs: readonly NdArray[], attributes: Attributes): readonly NdArray[];
}

/** Adds a node to the graph and returns its outputs. */
export function createNode<Attributes>(
  operation: Operation<Attributes>,
  inputs: readonly Tensor[],
  attributes: Attributes,
): readonly Tensor[] {
  const outputs: Tensor[] = [];
  const node: Node<Attributes> = { operation, inputs, attributes, outputs };
  for (const [index, { shape, dataType }] of operation.describe(inputs, attributes).entries()) {
    outputs.push({ node: node as Node, index, shape, dataType });
  }
  return outputs;
}

/** `createNode` for operations with a single output. */
export function createTensor<Attributes>(
  operation: Operation<Attributes>,
  inputs: readonly Tensor[],
  attributes: Attributes,
): Tensor {
  return createNode(operation, inputs, attributes)[0] as Tensor;
}
