import { defaultSessionOptions, InferenceSession, Tensor as OrtTensor } from "#onnxruntime";
import { RunError, UsageError } from "../errors.js";
import { type Dimension, formatShape, type Tensor } from "../tensor/index.js";
import { lowerToOnnx, type ProgramInput } from "./lower.js";
import { encodeOnnx } from "./onnx-model.js";

/** What is fed and fetched: float32, int32, and bytes for booleans. Row-major. */
export type TensorData = Float32Array | Int32Array | Uint8Array;

export interface CompileOptions {
  /** Threads within one operation (Node only); default 1. */
  readonly threads?: number;
}

/** A compiled graph. Its result depends on nothing but what it is fed. */
export interface Program<Outputs extends string = string> {
  readonly inputs: readonly ProgramInput[];
  /**
   * Runs once. Dynamic dimensions are inferred from the lengths of what is fed. Outputs are fresh arrays.
   * Throws a UsageError that names the input whose length or type is wrong.
   */
  run(feeds: Readonly<Record<string, TensorData>>): Promise<Record<Outputs, TensorData>>;
  /** Frees the session; the program cannot run afterwards. */
  release(): Promise<void>;
}

/** Compiles named outputs, and all they need, into one ONNX Runtime session. */
export async function compile<Outputs extends string>(
  { outputs }: { readonly outputs: Readonly<Record<Outputs, Tensor>> },
  options: CompileOptions = {},
): Promise<Program<Outputs>> {
  const { model, inputs } = lowerToOnnx(outputs);
  return loadProgram(encodeOnnx(model), inputs, options);
}

/** A program from the bytes of an ONNX model whose inputs are known. */
export async function loadProgram<Outputs extends string>(
  bytes: Uint8Array,
  inputs: readonly ProgramInput[],
  { threads = 1 }: CompileOptions = {},
): Promise<Program<Outputs>> {
  const session = await InferenceSession.create(bytes, { ...defaultSessionOptions, intraOpNumThreads: threads });
  const feeders = inputs.map((input) => new Feeder(input));
  const feedTensors: Record<string, OrtTensor> = {};
  const sizes = new Map<string, number>();
  const outputNames = session.outputNames as Outputs[];
  return {
    inputs,
    async run(feeds) {
      sizes.clear();
      for (const feeder of feeders) feedTensors[feeder.input.name] = feeder.feed(feeds[feeder.input.name], sizes);
      const fetched = await session.run(feedTensors);
      const results = {} as Record<Outputs, TensorData>;
      for (const name of outputNames) results[name] = (fetched[name] as OrtTensor).data as TensorData;
      return results;
    },
    release: () => session.release(),
  };
}

const arrayTypes = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

/** Turns arrays into ONNX Runtime tensors for one input; the same array is wrapped only once. */
class Feeder {
  private data: TensorData | undefined;
  private tensor: OrtTensor | undefined;
  private dimensions: number[] = [];

  constructor(readonly input: ProgramInput) {}

  feed(data: TensorData | undefined, sizes: Map<string, number>): OrtTensor {
    const { name, shape, dataType } = this.input;
    if (!(data instanceof arrayTypes[dataType])) {
      throw new UsageError({
        code: data === undefined ? "missing-input" : "data-type-mismatch",
        message: `Input "${name}" is ${data === undefined ? "missing" : `a ${describe(data)}`}.`,
        fix: `Feed a ${arrayTypes[dataType].name} of shape ${formatShape(shape)}.`,
      });
    }
    let known = 1;
    let unknown: string | undefined;
    for (let axis = 0; axis < shape.length; axis++) {
      const dimension = shape[axis] as Dimension;
      const size = typeof dimension === "number" ? dimension : sizes.get(dimension);
      if (size !== undefined) known *= size;
      else if (unknown === undefined) unknown = dimension as string;
      else throw this.mismatch(data, sizes, `"${unknown}" and "${dimension}" cannot both be inferred`);
    }
    if (unknown !== undefined) {
      const size = data.length / known;
      if (!Number.isInteger(size)) throw this.mismatch(data, sizes, `its length must be a multiple of ${known}`);
      sizes.set(unknown, size);
    } else if (data.length !== known) {
      throw this.mismatch(data, sizes, `it must hold ${known}`);
    }
    let changed = this.data !== data;
    for (let axis = 0; axis < shape.length; axis++) {
      const dimension = shape[axis] as Dimension;
      const size = typeof dimension === "number" ? dimension : (sizes.get(dimension) as number);
      if (this.dimensions[axis] !== size) {
        if (!changed) changed = true;
        this.dimensions[axis] = size;
      }
    }
    if (changed || this.tensor === undefined) {
      this.data = data;
      // The runtime keeps the list of dimensions it is given, so each tensor gets its own.
      this.tensor = new OrtTensor(dataType, data, this.dimensions.slice());
    }
    return this.tensor;
  }

  private mismatch(data: TensorData, sizes: Map<string, number>, rule: string): UsageError {
    const { name, shape } = this.input;
    const known = [...sizes].map(([dimension, size]) => `${dimension} = ${size}`).join(", ");
    return new UsageError({
      code: "shape-mismatch",
      message: `Input "${name}" of shape ${formatShape(shape)} was fed ${data.length} numbers; ${rule}${known && ` (${known})`}.`,
      fix: "Feed an array that fills the declared shape; equal dimension names mean equal sizes.",
    });
  }
}

function describe(value: unknown): string {
  return typeof value === "object" && value !== null ? value.constructor.name : typeof value;
}

/** Throws a RunError naming `what` if any number is NaN or infinite. A sum is checked first: it is non-finite if any term is. */
export function requireFinite(what: string, values: Float32Array, where: string): void {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]! * 0;
  if (total === 0) return;
  const position = values.findIndex((value) => !Number.isFinite(value));
  throw new RunError({
    code: "not-finite",
    message: `${what} is ${values[position]} at position ${position} ${where}.`,
    fix: "Lower the learning rate, normalize observations and rewards, or check the environment for extreme values.",
  });
}
