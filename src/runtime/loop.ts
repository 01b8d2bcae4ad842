import {
  type Dimension,
  input,
  inputName,
  onnxType,
  substitute,
  type Tensor,
  topologicalOrder,
} from "../tensor/index.js";
import { lowerToOnnx, type ProgramInput } from "./lower.js";
import type { OnnxGraph, OnnxInitializer, OnnxModel, OnnxNode, OnnxValue } from "./onnx-model.js";

export interface LoopOptions<Names extends string> {
  /** What one step computes. */
  readonly outputs: Readonly<Record<Names, Tensor>>;
  /** Rows in each step's batch. */
  readonly size: number;
  /** Inputs that take an output of the step before: its name, by theirs. */
  readonly carried: Readonly<Record<string, NoInfer<Names>>>;
  /** Scalar inputs of which every step has one of its own. */
  readonly perStep: readonly string[];
}

/** Names within a step: ONNX lets no name of an inner graph hide one of the outer. */
const inStep = (name: string) => `step/${name}`;
const ITERATION = inStep("#iteration");
const CONDITION = inStep("#condition");

/**
 * As many steps of a program in one run as it is fed batches, by ONNX's Loop. Inputs [batch, …] become [steps · size, …],
 * those `perStep` [steps]; all others are the same in every step. Outputs that are carried are the last step's; of the
 * others, scalars are returned as [steps], batches one after the other. At least one input must be a batch.
 */
export function lowerLoop<Names extends string>({
  outputs,
  size,
  carried,
  perStep,
}: LoopOptions<Names>): {
  readonly model: OnnxModel;
  readonly inputs: readonly ProgramInput[];
} {
  const names = Object.keys(outputs) as Names[];
  const batches = batchesOf(Object.values(outputs));
  const fixed = substitute(
    names.map((name) => outputs[name]),
    new Map(batches.map((batch) => [batch.tensor, input(batch.name, [size, ...batch.row], batch.tensor.dataType)])),
  );
  const step = lowerToOnnx(Object.fromEntries(names.map((name, i) => [name, fixed[i] as Tensor])));
  const shapeOf = new Map(step.model.outputs.map((output) => [output.name, output]));

  const state = Object.entries<Names>(carried).filter(([, from]) => from in outputs);
  const collected = names.filter((name) => !state.some(([, from]) => from === name));
  const shared = step.inputs.filter(
    ({ name }) => !(name in carried) && !perStep.includes(name) && !batches.some((batch) => batch.name === name),
  );
  const counted = perStep.filter((name) => step.inputs.some((other) => other.name === name));

  const initializers: OnnxInitializer[] = [
    int64("#axis", [0]),
    { name: "#true", type: onnxType.bool, shape: [], bytes: Uint8Array.of(1) },
  ];
  const nodes: OnnxNode[] = [];
  const inner: OnnxNode[] = [node("Identity", [CONDITION], [inStep("#continue")])];
  for (const { name, row } of batches) {
    initializers.push(int64(`#shape ${name}`, [-1, size, ...row]));
    nodes.push(node("Reshape", [name, `#shape ${name}`], [`#steps ${name}`]));
    inner.push(node("Gather", [`#steps ${name}`, ITERATION], [inStep(name)]));
  }
  for (const name of counted) inner.push(node("Gather", [name, ITERATION], [inStep(name)]));
  const outside = new Set(shared.map(({ name }) => name));
  const rename = (name: string) => (outside.has(name) ? name : inStep(name));
  for (const one of step.model.nodes) {
    inner.push({ ...one, inputs: one.inputs.map(rename), outputs: one.outputs.map(rename) });
  }
  const renamed = (value: OnnxValue): OnnxValue => ({ ...value, name: rename(value.name) });
  const body: OnnxGraph = {
    nodes: inner,
    initializers: step.model.initializers.map((constant) => ({ ...constant, name: rename(constant.name) })),
    inputs: [
      { name: ITERATION, type: onnxType.int64, shape: [] },
      { name: CONDITION, type: onnxType.bool, shape: [] },
      ...state.map(([to, from]) => ({ ...(shapeOf.get(from) as OnnxValue), name: inStep(to) })),
    ],
    outputs: [
      { name: inStep("#continue"), type: onnxType.bool, shape: [] },
      ...[...state.map(([, from]) => from), ...collected].map((name) => renamed(shapeOf.get(name) as OnnxValue)),
    ],
    intermediates: (step.model.intermediates ?? []).map(renamed),
  };

  const first = batches[0] as Batch; // as the docstring demands
  nodes.push(
    node("Shape", [`#steps ${first.name}`], ["#counts"], { start: { int: 0 }, end: { int: 1 } }),
    node("Squeeze", ["#counts", "#axis"], ["#count"]),
    node(
      "Loop",
      ["#count", "#true", ...state.map(([to]) => to)],
      [
        ...state.map(([, from]) => from),
        ...collected.map((name) => (isScalar(outputs[name]) ? name : `#steps ${name}`)),
      ],
      { body: { graph: body } },
    ),
  );
  for (const name of collected) {
    if (isScalar(outputs[name])) continue;
    const [, ...row] = (shapeOf.get(name) as OnnxValue).shape;
    initializers.push(int64(`#shape ${name}`, [-1, ...(row as number[])]));
    nodes.push(node("Reshape", [`#steps ${name}`, `#shape ${name}`], [name]));
  }

  const inputs: ProgramInput[] = [
    ...batches.map(({ name, row, tensor }) => ({ name, shape: ["samples", ...row], dataType: tensor.dataType })),
    ...counted.map((name) => ({ name, shape: ["steps"], dataType: "float32" as const })),
    ...state.map(([to, from]) => ({ name: to, shape: outputs[from].shape, dataType: outputs[from].dataType })),
    ...shared,
  ];
  return {
    inputs,
    model: {
      nodes,
      initializers,
      inputs: inputs.map(({ name, shape, dataType }) => ({ name, shape, type: onnxType[dataType] })),
      outputs: names.map((name) => {
        const { type, shape } = shapeOf.get(name) as OnnxValue;
        const isState = !collected.includes(name);
        return {
          name,
          type,
          shape: isState ? shape : isScalar(outputs[name]) ? ["steps"] : ["samples", ...shape.slice(1)],
        };
      }),
      metadata: {},
    },
  };
}

interface Batch {
  readonly name: string;
  readonly tensor: Tensor;
  /** The shape of one row. */
  readonly row: readonly number[];
}

/** The inputs [batch, …]. */
function batchesOf(outputs: readonly Tensor[]): Batch[] {
  return topologicalOrder(outputs).flatMap((one) => {
    const name = inputName(one);
    const tensor = one.outputs[0];
    if (name === undefined || tensor?.shape[0] !== "batch") return [];
    return [{ name, tensor, row: tensor.shape.slice(1) as number[] }];
  });
}

const isScalar = ({ shape }: { readonly shape: readonly Dimension[] }) => shape.length === 0;

const node = (
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: OnnxNode["attributes"] = {},
): OnnxNode => ({ operator, inputs, outputs, attributes });

const int64 = (name: string, values: readonly number[]): OnnxInitializer => ({
  name,
  type: onnxType.int64,
  shape: [values.length],
  bytes: new Uint8Array(BigInt64Array.from(values, BigInt).buffer),
});
