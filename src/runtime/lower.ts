import { UsageError } from "../errors.js";
import {
  type DataType,
  type Dimension,
  inputName,
  type Lowering,
  type Node,
  type OnnxAttribute,
  type OnnxDataType,
  onnxType,
  type Tensor,
  topologicalOrder,
} from "../tensor/index.js";
import type { OnnxInitializer, OnnxModel, OnnxNode, OnnxValue } from "./onnx-model.js";

/** An input that a program must be fed. */
export interface ProgramInput {
  readonly name: string;
  readonly shape: readonly Dimension[];
  readonly dataType: DataType;
}

/** Writes everything that `outputs` need as one ONNX model. Throws a UsageError if two inputs share a name. */
export function lowerToOnnx(
  outputs: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, string>> = {},
): { readonly model: OnnxModel; readonly inputs: readonly ProgramInput[] } {
  const builder = new ModelBuilder();
  const names = new Map<Node, readonly string[]>();
  const inputs: ProgramInput[] = [];
  for (const node of topologicalOrder(Object.values(outputs))) {
    const name = inputName(node);
    if (name !== undefined) {
      if (inputs.some((other) => other.name === name)) {
        throw new UsageError({
          code: "duplicate-input",
          message: `Two inputs are named "${name}".`,
          fix: "Name each input once and use the same tensor wherever it is meant.",
        });
      }
      const { shape, dataType } = node.outputs[0] as Tensor;
      inputs.push({ name, shape, dataType });
      builder.declareInput(name, shape);
    }
    const inputNames = node.inputs.map((input) => (names.get(input.node) as readonly string[])[input.index] as string);
    const lowered = node.operation.lower(node, inputNames, builder);
    names.set(node, lowered);
    for (const [i, { shape, dataType }] of node.outputs.entries()) {
      if (name === undefined && bringsDimension(node, shape)) {
        builder.declareShape({ name: lowered[i] as string, shape: publicShape(shape), type: onnxType[dataType] });
      }
    }
  }
  const clash = inputs.find(({ name }) => name in outputs);
  if (clash) {
    throw new UsageError({
      code: "duplicate-name",
      message: `"${clash.name}" names both an input and an output.`,
      fix: "Give the output another name.",
    });
  }
  const outputValues = Object.entries(outputs).map(([name, { node, index, shape, dataType }]) => {
    builder.output((names.get(node) as readonly string[])[index] as string, name);
    return { name, type: onnxType[dataType], shape: publicShape(shape) };
  });
  return {
    inputs,
    model: {
      nodes: builder.finishedNodes(),
      initializers: builder.initializers,
      inputs: inputs.map(({ name, shape, dataType }) => ({ name, shape, type: onnxType[dataType] })),
      outputs: outputValues,
      intermediates: builder.declaredShapes(),
      metadata,
    },
  };
}

/** Whether a dynamic dimension stands where no input has it: ONNX Runtime would know only that there is one. */
function bringsDimension({ inputs }: Node, shape: readonly Dimension[]): boolean {
  return shape.some(
    (dimension, axis) => typeof dimension === "string" && inputs.every((x) => x.shape[axis] !== dimension),
  );
}

/** Names made up while building (sizes of flattened tensors, `4*batch`) read badly in an exported file: `4_batch` there. */
function publicShape(shape: readonly Dimension[]): Dimension[] {
  return shape.map((dimension) =>
    typeof dimension === "string" && !/^[\w-]+$/.test(dimension) ? dimension.replace(/[^\w-]+/g, "_") : dimension,
  );
}

class ModelBuilder implements Lowering {
  private readonly nodes: OnnxNode[] = [];
  private readonly produced = new Set<string>();
  private readonly shapes: OnnxValue[] = [];
  private readonly renamed = new Map<string, string>();
  private readonly dimensions = new Map<string, { readonly input: string; readonly axis: number }>();
  readonly initializers: OnnxInitializer[] = [];
  private readonly cache = new Map<string, string>();
  private count = 0;

  declareInput(name: string, shape: readonly Dimension[]): void {
    for (const [axis, dimension] of shape.entries()) {
      if (typeof dimension === "string" && !this.dimensions.has(dimension))
        this.dimensions.set(dimension, { input: name, axis });
    }
  }

  declareShape(value: OnnxValue): void {
    if (this.produced.has(value.name)) this.shapes.push(value);
  }

  /** Shapes of values that are not outputs, whose shapes the model tells anyway. */
  declaredShapes(): OnnxValue[] {
    return this.shapes.filter(({ name }) => !this.renamed.has(name));
  }

  /** Makes a value an output: by renaming it if a node produces it, else by a copy, which costs a node. */
  output(value: string, name: string): void {
    if (this.produced.has(value) && !this.renamed.has(value)) this.renamed.set(value, name);
    else this.nodes.push({ operator: "Identity", inputs: [value], outputs: [name], attributes: {} });
  }

  finishedNodes(): OnnxNode[] {
    const rename = (name: string) => this.renamed.get(name) ?? name;
    return this.nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(rename),
      outputs: node.outputs.map(rename),
    }));
  }

  emit(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
    outputCount = 1,
  ): readonly string[] {
    const outputs = Array.from({ length: outputCount }, () => `%${this.count++}`);
    this.nodes.push({ operator, inputs, outputs, attributes });
    for (const output of outputs) this.produced.add(output);
    return outputs;
  }

  int64(values: readonly number[]): string {
    return this.cached(`int64 ${values.join()}`, () => {
      const data = BigInt64Array.from(values, BigInt);
      return this.initializer("int64", [values.length], data);
    });
  }

  scalar(value: number): string {
    return this.constant([value], [], "float32");
  }

  constant(data: ArrayLike<number>, shape: readonly number[], dataType: DataType, label?: string): string {
    const store = () => {
      if (dataType === "float32") {
        return this.initializer(dataType, shape, data instanceof Float32Array ? data : Float32Array.from(data), label);
      }
      const values = dataType === "int32" ? Int32Array.from(data) : Uint8Array.from(data);
      return this.initializer(dataType, shape, values, label);
    };
    if (data.length !== 1 || label !== undefined) return store();
    const value = Object.is(data[0], -0) ? "-0" : data[0];
    return this.cached(`${dataType} [${shape.join()}] ${value}`, store);
  }

  shapeOf(value: string): string {
    return this.cached(`shape ${value}`, () => this.emit("Shape", [value])[0] as string);
  }

  dimensionSize(dimension: string): string | undefined {
    const source = this.dimensions.get(dimension);
    if (source === undefined) return undefined;
    return this.cached(`size ${dimension}`, () => {
      const range = { start: { int: source.axis }, end: { int: source.axis + 1 } };
      const [size] = this.emit("Shape", [source.input], range);
      return this.emit("Squeeze", [this.cast(size as string, "float32")])[0] as string;
    });
  }

  ones(size: Dimension, matrix: string): string {
    if (typeof size === "number") return this.constant(new Float32Array(size).fill(1), [1, size], "float32");
    return this.cached(`ones ${size}`, () => {
      const [rows] = this.emit("Shape", [matrix], { start: { int: 0 }, end: { int: 1 } });
      const [shape] = this.emit("Concat", [this.int64([1]), rows as string], { axis: { int: 0 } });
      return this.emit("Expand", [this.scalar(1), shape as string])[0] as string;
    });
  }

  cast(value: string, to: OnnxDataType): string {
    return this.cached(
      `cast ${value} ${to}`,
      () => this.emit("Cast", [value], { to: { int: onnxType[to] } })[0] as string,
    );
  }

  input(name: string): string {
    return name;
  }

  private initializer(
    dataType: OnnxDataType,
    shape: readonly number[],
    data: Float32Array | Int32Array | Uint8Array | BigInt64Array,
    label?: string,
  ): string {
    const name = label ?? `#${this.count++}`;
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    this.initializers.push({ name, type: onnxType[dataType], shape, bytes });
    return name;
  }

  private cached(key: string, make: () => string): string {
    let name = this.cache.get(key);
    if (name === undefined) {
      name = make();
      this.cache.set(key, name);
    }
    return name;
  }
}
