import { createRandom } from "../../random/index.js";
import { compile, type TensorData } from "../../runtime/index.js";
import { gradients } from "../gradients.js";
import { topologicalOrder } from "../graph.js";
import { add, cast, constant, input, inputName, mul, sum } from "../operations/index.js";
import { evaluate } from "../reference/evaluate.js";
import { type NdArray, ndArray, sizeOfShape } from "../reference/nd-array.js";
import type { DataType, Tensor } from "../tensor.js";
import { declared, type Instance, sizes } from "./instance.js";

/** Step of the central differences: small against curvature (the error is of fourth order), large against rounding. */
const STEP = 5e-4;

/** The graphs of an instance: its outputs, the gradient of a random functional of them, and the same once more. */
export interface Differentiated {
  readonly outputs: readonly Tensor[];
  readonly functional: Tensor;
  readonly first: readonly Tensor[];
  readonly firstFunctional: Tensor;
  readonly second: readonly Tensor[];
  /** What the gradients are taken of, by name: the inputs, and the weights of the functional. */
  readonly targets: readonly string[];
  readonly feeds: Readonly<Record<string, NdArray>>;
  readonly dataTypes: Readonly<Record<string, DataType>>;
}

/** Builds the graphs and draws the numbers to feed, which float32 represents exactly. */
export function differentiate({ inputs, build, seed }: Instance): Differentiated {
  const random = createRandom(seed);
  const feeds: Record<string, NdArray> = {};
  const dataTypes: Record<string, DataType> = {};
  const tensors: Record<string, Tensor> = {};
  const targets: [string, Tensor][] = [];
  const draw = (shape: readonly number[]) =>
    ndArray(
      shape,
      Array.from({ length: sizeOfShape(shape) }, () => Math.fround(random.uniform(-1, 1))),
    );
  for (const [name, { axes, fill, dataType = "float32", differentiable = true }] of Object.entries(inputs)) {
    const shape = sizes(axes);
    const tensor = input(name, declared(axes), dataType);
    tensors[name] = tensor;
    dataTypes[name] = dataType;
    feeds[name] = ndArray(shape, fill(random, sizeOfShape(shape)).map(Math.fround));
    if (dataType === "float32" && differentiable) targets.push([name, tensor]);
  }
  const built = build(tensors);
  const outputs = "node" in built ? [built] : built;
  const values = evaluate(outputs, feeds);
  const weighted = (prefix: string, terms: readonly Tensor[], shapes: readonly (readonly number[])[]) => {
    const weights: Tensor[] = [];
    let total = constant(0);
    for (const [i, term] of terms.entries()) {
      if (term.dataType !== "float32") continue;
      const name = `${prefix}${i}`;
      const weight = input(name, term.shape);
      feeds[name] = draw(shapes[i] as readonly number[]);
      dataTypes[name] = "float32";
      weights.push(weight);
      targets.push([name, weight]);
      total = add(total, sum(mul(weight, term)));
    }
    return total;
  };
  const functional = weighted(
    "weight",
    outputs,
    values.map(({ shape }) => shape),
  );
  const firstTargets = [...targets];
  const first = gradients(
    functional,
    firstTargets.map(([, tensor]) => tensor),
  );
  const firstFunctional = weighted(
    "seed",
    first,
    firstTargets.map(([name]) => (feeds[name] as NdArray).shape),
  );
  const second = gradients(
    firstFunctional,
    firstTargets.map(([, tensor]) => tensor),
  );
  return {
    outputs,
    functional,
    first,
    firstFunctional,
    second,
    targets: firstTargets.map(([name]) => name),
    feeds,
    dataTypes,
  };
}

export interface GradientErrors {
  readonly first: number;
  readonly second: number;
}

/** Relative errors of the gradients' graphs against finite differences along a random direction, all in float64. */
export function gradientErrors(graphs: Differentiated, seed: number): GradientErrors {
  const { functional, firstFunctional, first, second, targets, feeds } = graphs;
  const random = createRandom(seed).split("direction");
  const directions = new Map<string, Float64Array>();
  for (const name of targets) {
    const { data } = feeds[name] as NdArray;
    directions.set(
      name,
      Float64Array.from(data, () => random.uniform(-1, 1)),
    );
  }
  const functionals = [functional, firstFunctional] as const;
  const at = (step: number): number[] => {
    const moved = { ...feeds };
    for (const [name, direction] of directions) {
      const { shape, data } = feeds[name] as NdArray;
      moved[name] = ndArray(
        shape,
        data.map((value, i) => value + step * direction[i]!),
      );
    }
    return evaluate(functionals, moved).map(({ data }) => data[0]!);
  };
  const [near, far, nearBehind, farBehind] = [at(STEP), at(2 * STEP), at(-STEP), at(-2 * STEP)];
  const errors = [first, second].map((derivatives, order) => {
    const difference = (8 * (near[order]! - nearBehind[order]!) - (far[order]! - farBehind[order]!)) / (12 * STEP);
    let slope = 0;
    let scale = 0;
    for (const [i, { data }] of evaluate(derivatives, feeds).entries()) {
      const direction = directions.get(targets[i] as string) as Float64Array;
      for (const [k, value] of data.entries()) {
        slope += value * direction[k]!;
        scale += Math.abs(value * direction[k]!);
      }
    }
    return Math.abs(slope - difference) / Math.max(scale, 0.01);
  });
  return { first: errors[0]!, second: errors[1]! };
}

export interface RuntimeErrors extends GradientErrors {
  readonly outputs: number;
}

/** Relative errors of ONNX Runtime's float32 against the reference; infinite where whole numbers differ at all. */
export async function runtimeErrors({
  outputs,
  first,
  second,
  feeds,
  dataTypes,
}: Differentiated): Promise<RuntimeErrors> {
  const groups = { outputs, first, second };
  const named: Record<string, Tensor> = {};
  const runtimeFeeds: Record<string, TensorData> = {};
  for (const [group, tensors] of Object.entries(groups)) {
    for (const [i, tensor] of tensors.entries()) named[`${group}${i}`] = tensor;
  }
  for (const [name, { data }] of Object.entries(feeds)) {
    const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };
    runtimeFeeds[name] = arrays[dataTypes[name] as DataType].from(data);
  }
  const program = await compile({ outputs: { ...sizeCarriers(groups, feeds, runtimeFeeds), ...named } });
  const fed = Object.fromEntries(program.inputs.map(({ name }) => [name, runtimeFeeds[name] as TensorData]));
  const results = await program.run(fed);
  await program.release();
  const errorOf = (group: keyof typeof groups) => {
    const expected = evaluate(groups[group], feeds);
    const errors = groups[group].map(({ dataType }, i) => {
      const error = relativeError(results[`${group}${i}`] as TensorData, (expected[i] as NdArray).data);
      return dataType === "float32" || error === 0 ? error : Number.POSITIVE_INFINITY;
    });
    return Math.max(0, ...errors);
  };
  return { outputs: errorOf("outputs"), first: errorOf("first"), second: errorOf("second") };
}

/** The largest difference, relative to the largest expected number (but at least 0.1). */
function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let largest = 0.1;
  for (let i = 0; i < expected.length; i++) {
    difference = Math.max(difference, Math.abs(actual[i]! - expected[i]!));
    largest = Math.max(largest, Math.abs(expected[i]!));
  }
  return difference / largest;
}

/** Vectors, one per dynamic dimension, from which a program can tell the sizes before it comes to inputs that have several. */
function sizeCarriers(
  groups: Readonly<Record<string, readonly Tensor[]>>,
  feeds: Readonly<Record<string, NdArray>>,
  runtimeFeeds: Record<string, TensorData>,
): Record<string, Tensor> {
  const carriers: Record<string, Tensor> = {};
  for (const node of topologicalOrder(Object.values(groups).flat())) {
    const name = inputName(node);
    if (name === undefined) continue;
    const { shape } = node.outputs[0] as Tensor;
    for (const [axis, dimension] of shape.entries()) {
      if (typeof dimension === "number" || dimension in carriers) continue;
      const carrier = `size of ${dimension}`;
      carriers[dimension] = cast(input(carrier, [dimension], "int32"), "bool");
      runtimeFeeds[carrier] = new Int32Array((feeds[name] as NdArray).shape[axis] as number);
    }
  }
  return Object.fromEntries(Object.entries(carriers).map(([dimension, tensor]) => [`carried ${dimension}`, tensor]));
}
