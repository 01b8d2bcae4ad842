import type { Dimension } from "./shape.js";
import type { DataType } from "./tensor.js";

/** An attribute of an ONNX node. */
export type OnnxAttribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly ints: readonly number[] }
  | { readonly string: string };

export type OnnxDataType = DataType | "int64";

/** What an operation may use to write itself as ONNX nodes; values are named by strings. */
export interface Lowering {
  /** Adds one ONNX node and returns the names of its outputs. */
  emit(
    operator: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, OnnxAttribute>>,
    outputCount?: number,
  ): readonly string[];
  /** A one-dimensional int64 constant (shapes, axes). Equal constants are stored once. */
  int64(values: readonly number[]): string;
  /** A float32 scalar. */
  scalar(value: number): string;
  /** A constant; scalars without a name are stored once. */
  constant(data: ArrayLike<number>, shape: readonly number[], dataType: DataType, name?: string): string;
  /** The shape of a value, as an int64 vector; computed once per value. */
  shapeOf(value: string): string;
  /** The size of a dynamic dimension as a float32 scalar, computed once; undefined if no input has that dimension. */
  dimensionSize(dimension: string): string | undefined;
  /** A row of float32 ones [1, size], as many as `matrix` has rows; made once per dimension. */
  ones(size: Dimension, matrix: string): string;
  cast(value: string, to: OnnxDataType): string;
  /** A graph input. */
  input(name: string): string;
}

export const onnxType = { float32: 1, int32: 6, int64: 7, bool: 9 } as const satisfies Record<OnnxDataType, number>;
