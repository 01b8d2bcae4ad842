import { describe, expect, it } from "vitest";
import { UsageError } from "../errors.js";
import { createRandom } from "../random/index.js";
import { compile } from "../runtime/index.js";
import { evaluate, input, ndArray, type Tensor } from "../tensor/index.js";
import { differentiate, gradientErrors, runtimeErrors } from "../tensor/testing/accuracy.js";
import { uniform } from "../tensor/testing/instance.js";
import {
  type CellName,
  cellNames,
  normalInitializer,
  Parameters,
  recurrentCell,
  recurrentStep,
  unroll,
} from "./index.js";

const INPUTS = 3;
const SIZE = 4;
const parts = { gru: 1, lstm: 2 };

/** A layer in both forms, of the same parameters; `tensors` may stand for its inputs. */
function layer(name: CellName, length: number, tensors: Readonly<Record<string, Tensor>> = {}) {
  const parameters = new Parameters();
  const options = { size: SIZE, weights: normalInitializer(0.7), biases: normalInitializer(0.3) };
  const cell = recurrentCell(name, parameters.scope("memory"), INPUTS, options);
  const x = tensors.x ?? input("x", ["batch", INPUTS]);
  const stateSize = parts[name] * SIZE;
  const step = recurrentStep(cell, x, input("state", ["batch", stateSize]));
  const whole = unroll(cell, x, {
    state: tensors.initialState ?? input("initialState", ["sequences", stateSize]),
    episodeStart: tensors.episodeStart ?? input("episodeStart", ["batch"]),
    length,
  });
  return { parameters, step, whole, stateSize };
}

/** Weights as PyTorch lays them out, [gates · size, inputs], of a layer with 2 inputs and 2 outputs. */
const matrix = (gates: number, element: (i: number) => number) =>
  Array.from({ length: gates * 4 }, (_, i) => element(i));
const vector = (gates: number, element: (i: number) => number) =>
  Array.from({ length: gates * 2 }, (_, i) => element(i));
const torchWeights = (gates: number) => ({
  input: matrix(gates, (i) => 0.8 * Math.sin(0.7 * i)),
  state: matrix(gates, (i) => 0.7 * Math.cos(1.3 * i)),
  inputBias: vector(gates, (i) => 0.3 * Math.sin(0.9 * i)),
  stateBias: vector(gates, (i) => 0.2 * Math.cos(0.4 * i)),
});
/** Transposed, with the gates in another order. */
const ours = (weights: readonly number[], order: readonly number[]) =>
  [0, 1].flatMap((column) => order.flatMap((gate) => [0, 1].map((row) => weights[(gate * 2 + row) * 2 + column]!)));

describe("recurrent cells", () => {
  // torch.nn.GRU and torch.nn.LSTM (PyTorch 2.15, float64) with the weights above, from a state of zeros.
  it.each([
    {
      name: "gru",
      order: [0, 1, 2],
      expected: [
        -0.11438118511833717, -0.24160953239046973, -0.3375827347400439, 0.2995406634929596, 0.09482349933125345,
        0.4942174082014352,
      ],
      state: [0.09482349933125345, 0.4942174082014352],
    },
    {
      name: "lstm",
      order: [0, 1, 3, 2],
      expected: [
        -0.0685886132721385, -0.2154760437074148, -0.33196173065774437, 0.09395417512221978, 0.04150459906409008,
        0.0870623518524802,
      ],
      state: [0.04150459906409008, 0.0870623518524802, 0.09118926111520631, 0.5213093728316625],
    },
  ] as const)("$name: PyTorch's numbers", ({ name, order, expected, state }) => {
    const gates = order.length;
    const torch = torchWeights(gates);
    const biases = (row: number, gate: number) => torch.inputBias[gate * 2 + row]! + torch.stateBias[gate * 2 + row]!;
    const values = [...ours(torch.input, order), ...ours(torch.state, order)];
    if (name === "lstm") values.push(...order.flatMap((gate) => [0, 1].map((row) => biases(row, gate))));
    else {
      values.push(...[0, 1].flatMap((gate) => [0, 1].map((row) => biases(row, gate))));
      values.push(...torch.inputBias.slice(4), ...torch.stateBias.slice(4));
    }
    const parameters = new Parameters();
    const cell = recurrentCell(name, parameters, 2, { size: 2 });
    const outputs = unroll(cell, input("x", ["batch", 2]), {
      state: input("initialState", ["sequences", state.length]),
      episodeStart: input("episodeStart", ["batch"]),
      length: 3,
    });
    const { output, last } = parameters.bind({ output: outputs.output, last: outputs.state });
    const [result, final] = evaluate([output, last], {
      parameters: ndArray([values.length], values),
      x: ndArray([3, 2], [0.5, -1, 1.5, 0.25, -0.75, 2]),
      initialState: ndArray([1, state.length], new Array(state.length).fill(0)),
      episodeStart: ndArray([3], [0, 0, 0]),
    });
    for (const [i, value] of expected.entries()) expect(result!.data[i]).toBeCloseTo(value, 12);
    for (const [i, value] of state.entries()) expect(final!.data[i]).toBeCloseTo(value, 12);
  });

  it("names the nearest cell", () => {
    const build = () => recurrentCell("lsmt" as CellName, new Parameters(), 2, { size: 2 });
    expect(build).toThrow(UsageError);
    expect(build).toThrow('There is no recurrent cell "lsmt"');
  });

  it("begin orthogonal and without biases", () => {
    const parameters = new Parameters();
    recurrentCell("gru", parameters, 2, { size: 3 });
    const values = parameters.initialize(createRandom(1));
    const { offset, size } = parameters.layout.find(({ name }) => name === "stateWeight")!;
    const rows = [0, 1, 2].map((row) => values.subarray(offset + row * 9, offset + row * 9 + 9));
    expect(size).toBe(27);
    for (const a of rows) {
      for (const b of rows) expect(a.reduce((total, x, i) => total + x * b[i]!, 0)).toBeCloseTo(a === b ? 1 : 0, 5);
    }
    expect([...values.subarray(offset + size)]).toEqual(new Array(12).fill(0));
  });
});

describe.each(cellNames)("an unrolled %s", (name) => {
  it.each([1, 5])(
    "of %i steps is the same as one step after the other, with a reset where an episode begins",
    async (length) => {
      const sequences = 3;
      const { parameters, step, whole, stateSize } = layer(name, length);
      const values = parameters.initialize(createRandom(1));
      const random = createRandom(2);
      const draw = (size: number) => Float32Array.from({ length: size }, () => random.normal());
      const x = draw(length * sequences * INPUTS);
      const initialState = draw(sequences * stateSize);
      // sequence 1 begins an episode at step 2, sequence 2 at its first
      const episodeStart = new Float32Array(length * sequences);
      if (length > 2) episodeStart[2 * sequences + 1] = 1;
      episodeStart[2] = 1;
      const stepwise = await compile({ outputs: parameters.bind({ output: step.output, next: step.state }) });
      const unrolled = await compile({ outputs: parameters.bind({ output: whole.output, next: whole.state }) });
      const actual = await unrolled.run({ parameters: values, x, initialState, episodeStart });
      let state = initialState.slice();
      for (let t = 0; t < length; t++) {
        for (let s = 0; s < sequences; s++) {
          if (episodeStart[t * sequences + s] === 1) state.fill(0, s * stateSize, (s + 1) * stateSize);
        }
        const rows = x.subarray(t * sequences * INPUTS, (t + 1) * sequences * INPUTS);
        const { output, next } = await stepwise.run({ parameters: values, x: rows, state });
        for (const [i, expected] of output.entries()) {
          expect(actual.output[t * sequences * SIZE + i]).toBeCloseTo(expected, 6);
        }
        state = next as Float32Array<ArrayBuffer>;
      }
      for (const [i, expected] of state.entries()) expect(actual.next[i]).toBeCloseTo(expected, 6);
    },
  );

  it("has the gradient of finite differences through time, once and twice, and ONNX Runtime agrees", async () => {
    const [length, sequences] = [4, 2];
    const { parameters, stateSize } = layer(name, length);
    const graphs = differentiate({
      inputs: {
        parameters: { axes: [{ size: parameters.size }], fill: uniform(-0.8, 0.8) },
        x: { axes: [{ size: length * sequences, name: "batch" }, { size: INPUTS }], fill: uniform(-1, 1) },
        initialState: { axes: [{ size: sequences, name: "sequences" }, { size: stateSize }], fill: uniform(-1, 1) },
        episodeStart: {
          axes: [{ size: length * sequences, name: "batch" }],
          fill: (_random, count) => Array.from({ length: count }, (_, row) => (row === 5 ? 1 : 0)),
          differentiable: false,
        },
      },
      build: (tensors) => {
        const { parameters, whole } = layer(name, length, tensors);
        const { output, next } = parameters.bindTo(tensors.parameters!, { output: whole.output, next: whole.state });
        return [output, next];
      },
      seed: 1,
    });
    const finite = gradientErrors(graphs, 1);
    expect(finite.first).toBeLessThan(1e-7);
    expect(finite.second).toBeLessThan(1e-7);
    const errors = await runtimeErrors(graphs);
    expect(errors.outputs).toBeLessThan(1e-5);
    expect(errors.first).toBeLessThan(1e-5);
    expect(errors.second).toBeLessThan(1e-5);
  });
});
