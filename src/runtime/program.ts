import { defaultSessionOptions, InferenceSession, inTurn, Tensor as OrtTensor, writesGivenTensors } from "#onnxruntime";
import { RunError, UsageError } from "../errors.js";
import { type Dimension, formatShape, type Tensor } from "../tensor/index.js";
import { type LoopOptions, lowerLoop } from "./loop.js";
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
   * Runs once. Dynamic dimensions are inferred from the lengths of what is fed. Outputs are fresh arrays, except for
   * those that `into` names: these are written and returned, which spares the garbage collector in hot loops.
   * Throws a UsageError that names the input whose length or type is wrong.
   */
  run(
    feeds: Readonly<Record<string, TensorData>>,
    into?: Readonly<Partial<Record<Outputs, TensorData>>>,
  ): Promise<Record<Outputs, TensorData>>;
  /** Frees the session; the program cannot run afterwards. */
  release(): Promise<void>;
}

/** Compiles named outputs, and all they need, into one ONNX Runtime session. */
export async function compile<Outputs extends string>(
  { outputs }: { readonly outputs: Readonly<Record<Outputs, Tensor>> },
  options: CompileOptions = {},
): Promise<Program<Outputs>> {
  const { model, inputs } = lowerToOnnx(outputs);
  const shapes = new Map(Object.entries<Tensor>(outputs).map(([name, tensor]) => [name, tensor]));
  return loadProgram(encodeOnnx(model), inputs, options, shapes);
}

/** Compiles some steps of a program into one run; see `lowerLoop`. */
export async function compileLoop<Outputs extends string>(loop: LoopOptions<Outputs>): Promise<Program<Outputs>> {
  const { model, inputs } = lowerLoop(loop);
  const carried = new Set(Object.values<Outputs>(loop.carried));
  const shapes = Object.entries<Tensor>(loop.outputs).filter(([name]) => carried.has(name as Outputs));
  return loadProgram(encodeOnnx(model), inputs, {}, new Map(shapes));
}

/**
 * A program from the bytes of an ONNX model whose inputs are known. Only outputs that are described can be written
 * into given arrays.
 */
export async function loadProgram<Outputs extends string>(
  bytes: Uint8Array,
  inputs: readonly ProgramInput[],
  { threads = 1 }: CompileOptions = {},
  outputs: ReadonlyMap<string, Pick<Tensor, "shape" | "dataType">> = new Map(),
): Promise<Program<Outputs>> {
  const options = { ...defaultSessionOptions, intraOpNumThreads: threads };
  const session = await inTurn(() => InferenceSession.create(bytes, options));
  const feeders = inSolvableOrder(inputs).map((input) => new Wrapper("Input", input));
  const sizes = new Map<string, number>();
  const outputNames = session.outputNames as Outputs[];
  const receivers = new Map([...outputs].map(([name, output]) => [name, new Wrapper("Output", { name, ...output })]));
  const fetchesFor = (into: Readonly<Partial<Record<Outputs, TensorData>>>) => {
    const fetches: Record<string, OrtTensor | null> = {};
    for (const name of outputNames) {
      const target = into[name];
      const wrapped = target === undefined ? null : receiver(receivers, name).wrap(target, sizes);
      fetches[name] = writesGivenTensors ? wrapped : null;
    }
    return fetches;
  };
  return {
    inputs,
    async run(feeds, into) {
      sizes.clear();
      // Anew each time: the runtime reads it later, when another run may have begun.
      const feedTensors: Record<string, OrtTensor> = {};
      for (const feeder of feeders) feedTensors[feeder.value.name] = feeder.wrap(feeds[feeder.value.name], sizes);
      const fetches = into && fetchesFor(into);
      const fetched = await inTurn(() => (fetches ? session.run(feedTensors, fetches) : session.run(feedTensors)));
      const results = {} as Record<Outputs, TensorData>;
      for (const name of outputNames) {
        const data = (fetched[name] as OrtTensor).data as TensorData;
        const target = into?.[name];
        if (target !== undefined) {
          if (!writesGivenTensors) target.set(data);
          else if (data.buffer !== target.buffer) discard(data);
        }
        results[name] = target ?? data;
      }
      return results;
    },
    release: () => inTurn(() => session.release()),
  };
}

/**
 * Frees at once what the runtime copied although it had written the result into the given array: heaps of such copies
 * would make the engine collect garbage all the time. Where ArrayBuffers cannot be transferred (Node 20), they wait for that.
 */
function discard({ buffer }: TensorData): void {
  (buffer as ArrayBuffer & { transfer?(length: number): ArrayBuffer }).transfer?.(0);
}

function receiver(receivers: ReadonlyMap<string, Wrapper>, name: string): Wrapper {
  const found = receivers.get(name);
  if (found) return found;
  throw new UsageError({
    code: "unknown-output-shape",
    message: `The shape of the output "${name}" is not known, so it cannot be written into a given array.`,
    fix: "Leave it out of `into`.",
  });
}

/** Inputs with one unknown size before those that need it to be known. */
function inSolvableOrder(inputs: readonly ProgramInput[]): ProgramInput[] {
  const known = new Set<string>();
  const remaining = [...inputs];
  const ordered: ProgramInput[] = [];
  const unknowns = ({ shape }: ProgramInput) =>
    new Set(shape.filter((dimension) => typeof dimension === "string" && !known.has(dimension))).size;
  while (remaining.length > 0) {
    const next = remaining.reduce((best, candidate) => (unknowns(candidate) < unknowns(best) ? candidate : best));
    remaining.splice(remaining.indexOf(next), 1);
    ordered.push(next);
    for (const dimension of next.shape) if (typeof dimension === "string") known.add(dimension);
  }
  return ordered;
}

const arrayTypes = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

/** Turns arrays into ONNX Runtime tensors for one input or output; the same array is wrapped only once. */
class Wrapper {
  private readonly wrapped = new WeakMap<TensorData, OrtTensor>();
  private readonly dimensions: number[];

  constructor(
    private readonly kind: "Input" | "Output",
    readonly value: ProgramInput,
  ) {
    this.dimensions = value.shape.map(() => 0);
  }

  /** `sizes` holds the dynamic dimensions known so far; the one that `data` determines is added. */
  wrap(data: TensorData | undefined, sizes: Map<string, number>): OrtTensor {
    const { name, shape, dataType } = this.value;
    if (!(data instanceof arrayTypes[dataType])) {
      throw new UsageError({
        code: data === undefined ? "missing-input" : "data-type-mismatch",
        message: `${this.kind} "${name}" is ${data === undefined ? "missing" : `a ${describe(data)}`}.`,
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
    const previous = this.wrapped.get(data);
    let same = previous !== undefined;
    for (let axis = 0; axis < shape.length; axis++) {
      const dimension = shape[axis] as Dimension;
      const size = typeof dimension === "number" ? dimension : (sizes.get(dimension) as number);
      this.dimensions[axis] = size;
      if (previous !== undefined && previous.dims[axis] !== size) same = false;
    }
    if (same) return previous as OrtTensor;
    // The runtime keeps the list of dimensions it is given, so each tensor gets its own.
    const tensor = new OrtTensor(dataType, data, this.dimensions.slice());
    this.wrapped.set(data, tensor);
    return tensor;
  }

  private mismatch(data: TensorData, sizes: Map<string, number>, rule: string): UsageError {
    const { name, shape } = this.value;
    const known = [...sizes].map(([dimension, size]) => `${dimension} = ${size}`).join(", ");
    return new UsageError({
      code: "shape-mismatch",
      message: `${this.kind} "${name}" of shape ${formatShape(shape)} was given ${data.length} numbers; ${rule}${known && ` (${known})`}.`,
      fix: "Give an array that fills the declared shape; equal dimension names mean equal sizes.",
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
