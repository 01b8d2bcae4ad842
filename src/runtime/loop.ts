import { UsageError } from "../errors.js";
import {
  type DataType,
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
const CONTINUE = inStep("#continue");

/**
 * As many steps of a program in one run as it is fed batches, by ONNX's Loop. Inputs [batch, …] become [steps, size, …],
 * those `perStep` [steps]; all others are the same in every step. Outputs that are carried are the last step's; those
 * [...] of the others become [steps, ...]. Throws a UsageError if no input is a batch.
 */
export function lowerLoop<Names extends string>(
  options: LoopOptions<Names>,
): {
  readonly model: OnnxModel;
  readonly inputs: readonly ProgramInput[];
} {
  const parts = partsOf(options);
  const { batches, counted, state, collected, shared, output } = parts;
  const initializers: OnnxInitializer[] = [{ name: "#true", type: onnxType.bool, shape: [], bytes: Uint8Array.of(1) }];
  const nodes = [
    node("Shape", [batches[0].name], ["#counts"], { start: { int: 0 }, end: { int: 1 } }),
    node("Squeeze", ["#counts"], ["#count"]),
    node("Loop", ["#count", "#true", ...state.map(({ to }) => to)], [...state.map(({ from }) => from), ...collected], {
      body: { graph: bodyOf(parts) },
    }),
  ];
  const inputs: ProgramInput[] = [
    ...batches.map(({ name, row, dataType }) => ({ name, shape: ["steps", options.size, ...row], dataType })),
    ...counted.map((name) => ({ name, shape: ["steps"], dataType: "float32" as const })),
    ...state.map(({ to, from }) => {
      const { shape, dataType } = options.outputs[from];
      return { name: to, shape, dataType };
    }),
    ...shared,
  ];
  const ofAllSteps = (name: Names): OnnxValue => ({ ...output(name), shape: ["steps", ...output(name).shape] });
  return {
    inputs,
    model: {
      nodes,
      initializers,
      inputs: inputs.map(({ name, shape, dataType }) => ({ name, shape, type: onnxType[dataType] })),
      outputs: [...state.map(({ from }) => output(from)), ...collected.map(ofAllSteps)],
      metadata: {},
    },
  };
}

/** One step, and what becomes of each of its inputs and outputs. */
interface Parts<Names extends string> {
  readonly model: OnnxModel;
  readonly batches: readonly [Batch, ...Batch[]];
  /** Inputs of which every step has one of its own. */
  readonly counted: readonly string[];
  /** Inputs `to` that take the output `from`. */
  readonly state: readonly { readonly to: string; readonly from: Names }[];
  /** Outputs that are kept of every step. */
  readonly collected: readonly Names[];
  /** Inputs that are the same in every step. */
  readonly shared: readonly ProgramInput[];
  output(name: string): OnnxValue;
}

function partsOf<Names extends string>({ outputs, size, carried, perStep }: LoopOptions<Names>): Parts<Names> {
  const names = Object.keys(outputs) as Names[];
  const tensors = names.map((name) => outputs[name]);
  const [first, ...others] = batchesOf(tensors);
  if (!first) {
    throw new UsageError({
      code: "no-batch",
      message: "Steps cannot be counted: none of their inputs has the shape [batch, …].",
      fix: 'Name the first dimension of what every step has rows of its own "batch".',
    });
  }
  const batches = [first, ...others] as const;
  const replacements = batches.map(
    ({ tensor, name, row, dataType }) => [tensor, input(name, [size, ...row], dataType)] as const,
  );
  const fixed = substitute(tensors, new Map(replacements));
  const { model, inputs } = lowerToOnnx(Object.fromEntries(names.map((name, i) => [name, fixed[i] as Tensor])));
  const state = Object.entries<Names>(carried).map(([to, from]) => ({ to, from }));
  const values = new Map(model.outputs.map((value) => [value.name, value]));
  return {
    model,
    batches,
    counted: perStep.filter((name) => inputs.some((other) => other.name === name)),
    state,
    collected: names.filter((name) => state.every(({ from }) => from !== name)),
    shared: inputs.filter(
      ({ name }) => !(name in carried) && !perStep.includes(name) && batches.every((batch) => batch.name !== name),
    ),
    output: (name) => values.get(name) as OnnxValue, // all names are outputs'
  };
}

/** What is repeated: takes its share of what is fed, computes the step, and hands the state on. */
function bodyOf<Names extends string>({
  model,
  batches,
  counted,
  state,
  collected,
  shared,
  output,
}: Parts<Names>): OnnxGraph {
  const outside = new Set(shared.map(({ name }) => name));
  // an operator's input that is left out has no name
  const rename = (name: string) => (name === "" || outside.has(name) ? name : inStep(name));
  const renamed = <T extends { readonly name: string }>(value: T): T => ({ ...value, name: rename(value.name) });
  return {
    nodes: [
      node("Identity", [CONDITION], [CONTINUE]),
      ...[...batches.map(({ name }) => name), ...counted].map((name) =>
        node("Gather", [name, ITERATION], [inStep(name)]),
      ),
      ...model.nodes.map((one) => ({ ...one, inputs: one.inputs.map(rename), outputs: one.outputs.map(rename) })),
    ],
    initializers: model.initializers.map(renamed),
    inputs: [
      { name: ITERATION, type: onnxType.int64, shape: [] },
      { name: CONDITION, type: onnxType.bool, shape: [] },
      ...state.map(({ to, from }) => ({ ...output(from), name: inStep(to) })),
    ],
    outputs: [
      { name: CONTINUE, type: onnxType.bool, shape: [] },
      ...[...state.map(({ from }) => from), ...collected].map((name) => renamed(output(name))),
    ],
    intermediates: (model.intermediates ?? []).map(renamed),
  };
}

interface Batch {
  readonly name: string;
  readonly tensor: Tensor;
  readonly dataType: DataType;
  /** The shape of one row. */
  readonly row: readonly number[];
}

/** The inputs [batch, …]. */
function batchesOf(outputs: readonly Tensor[]): Batch[] {
  return topologicalOrder(outputs).flatMap((one) => {
    const name = inputName(one);
    const tensor = one.outputs[0];
    if (name === undefined || tensor?.shape[0] !== "batch") return [];
    return [{ name, tensor, dataType: tensor.dataType, row: tensor.shape.slice(1) as number[] }];
  });
}

const node = (
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: OnnxNode["attributes"] = {},
): OnnxNode => ({ operator, inputs, outputs, attributes });
