import { describe, expect, it } from "vitest";
import { linear } from "../nn/index.js";
import { createRandom } from "../random/index.js";
import { box, discrete } from "../spaces/index.js";
import { add, evaluate, input, mul, type NdArray, ndArray, square, sub, sum } from "../tensor/index.js";
import { type ActorCriticOptions, createActorCritic, recurrentNetwork } from "./index.js";

const observationSpace = box({ shape: [3], low: -1, high: 1 });
const actionSpace = discrete(3);
const create = (network: NonNullable<ActorCriticOptions["network"]>) =>
  createActorCritic({ observationSpace, actionSpace, network });

describe("a network with a memory", () => {
  it("has one for the policy and one for the value, after the hidden layers", () => {
    const { parameters, memory } = create({ hidden: [8], memory: { cell: "lstm", size: 5 } });
    expect(parameters.layout.map(({ name }) => name).filter((name) => name.startsWith("policy"))).toEqual([
      "policy/layer0/weight",
      "policy/layer0/bias",
      "policy/memory/inputWeight",
      "policy/memory/stateWeight",
      "policy/memory/bias",
      "policy/head/weight",
      "policy/head/bias",
    ]);
    expect(memory).toMatchObject({ stateSize: 2 * 2 * 5, sequenceLength: 16 });
  });

  it("or shares one", () => {
    const { parameters, memory } = create({ hidden: [], shared: true, memory: { size: 5, sequenceLength: 4 } });
    expect(parameters.layout.map(({ name }) => name).filter((name) => name.includes("memory"))).toEqual([
      "shared/memory/inputWeight",
      "shared/memory/stateWeight",
      "shared/memory/bias",
      "shared/memory/candidateBias",
    ]);
    expect(memory).toMatchObject({ stateSize: 5, sequenceLength: 4 });
  });

  it("without orthogonal initialization begins within 1/√size", () => {
    const { parameters } = create({ hidden: [], orthogonal: false, memory: { size: 100 } });
    const values = parameters.initialize(createRandom(1));
    for (const { name, offset, size } of parameters.layout.filter((entry) => entry.name.includes("memory"))) {
      const largest = Math.max(...values.subarray(offset, offset + size).map(Math.abs));
      expect([name, largest <= 0.1 && largest > 0.08]).toEqual([name, true]);
    }
  });

  it("may be built by a function that passes features through layers of its own", () => {
    const network = recurrentNetwork(4, (scope, observation, recur) => {
      const first = recur(scope.scope("first"), observation, { cell: "lstm", size: 6 });
      const second = recur(scope.scope("second"), first, { size: 5 });
      return { policy: second, value: linear(scope.scope("mine"), observation, 2) };
    });
    const { memory, head } = create(network);
    expect(memory).toMatchObject({ stateSize: 2 * 6 + 5, sequenceLength: 4 });
    expect(head.distribution.parameters.shape).toEqual(["batch", 3]);
    expect(memory!.step.nextState.shape).toEqual(["batch", 17]);
  });

  it("names what a function lacks that recurs without a sequence length", () => {
    const build = () =>
      create((scope, observation, recur) => {
        const features = recur(scope, observation);
        return { policy: features, value: features };
      });
    expect(build).toThrow("The network function calls `recur`");
  });

  it.each([0, 65, 2.5])("refuses sequences of %s steps", (length) => {
    expect(() => recurrentNetwork(length, (_, x) => ({ policy: x, value: x }))).toThrow(
      `the sequence length is ${length}`,
    );
  });

  it("names a parameter that is declared in one of the two forms only", () => {
    let calls = 0;
    const network = recurrentNetwork(4, (scope, observation, recur) => {
      const features = recur(scope.scope(`call${calls++}`), observation);
      return { policy: features, value: features };
    });
    expect(() => create(network)).toThrow('Parameter "call1/inputWeight" [3, 192] was not declared');
  });
});

describe.each(["gru", "lstm"] as const)("the two forms of a model with a %s", (cell) => {
  const [length, sequences] = [5, 2];
  const rows = length * sequences;
  const model = create({ hidden: [4], memory: { cell, size: 3, sequenceLength: length } });
  const { parameters, memory, family } = model;
  const { stateSize, step } = memory!;
  const random = createRandom(5);
  const draw = (...shape: number[]) =>
    ndArray(
      shape,
      Array.from({ length: shape.reduce((a, b) => a * b) }, () => random.normal()),
    );
  const data = {
    observation: draw(rows, 3),
    action: ndArray(
      [rows],
      Array.from({ length: rows }, () => random.integer(3)),
    ),
    weight: draw(rows),
    initialState: draw(sequences, stateSize),
    // sequence 1 begins an episode at its step 2
    episodeStart: ndArray(
      [rows],
      Array.from({ length: rows }, (_, row) => (row === 2 * sequences + 1 ? 1 : 0)),
    ),
  };
  const theta = draw(parameters.size).data.map((value) => 0.7 * value);
  const [action, weight] = [input("action", family.actionShape, "int32"), input("weight", ["batch"])];
  const lossOf = ({ head, value }: Pick<typeof model, "head" | "value">) =>
    sum(add(mul(weight, head.distribution.logProb(action)), square(sub(value, weight))));

  /** The loss by acting: one step after the other, in float64. */
  function lossByActing(values: Float64Array): number {
    const bound = parameters.bind({ loss: lossOf(step), next: step.nextState });
    const slice = ({ shape, data }: NdArray, t: number) => {
      const width = (shape[1] ?? 1) * sequences;
      return ndArray([sequences, ...shape.slice(1)], data.slice(t * width, (t + 1) * width));
    };
    let state = data.initialState.data.slice();
    let total = 0;
    for (let t = 0; t < length; t++) {
      for (let s = 0; s < sequences; s++) {
        if (data.episodeStart.data[t * sequences + s] === 1) state.fill(0, s * stateSize, (s + 1) * stateSize);
      }
      const [loss, next] = evaluate([bound.loss, bound.next], {
        parameters: ndArray([values.length], values),
        observation: slice(data.observation, t),
        action: slice(data.action, t),
        weight: slice(data.weight, t),
        state: ndArray([sequences, stateSize], state),
      });
      total += loss!.data[0]!;
      state = next!.data.slice();
    }
    return total;
  }

  it("have the same loss, and the gradient of the learning one is that of acting through time", () => {
    const bound = parameters.bind({ loss: lossOf(model), gradient: parameters.gradient(lossOf(model)) });
    const [loss, gradient] = evaluate([bound.loss, bound.gradient], {
      ...data,
      parameters: ndArray([theta.length], theta),
    });
    expect(loss!.data[0]).toBeCloseTo(lossByActing(theta), 10);
    const h = 1e-4;
    for (let direction = 0; direction < 5; direction++) {
      const along = Float64Array.from(theta, () => random.uniform(-1, 1));
      const at = (distance: number) => lossByActing(theta.map((value, i) => value + distance * along[i]!));
      const difference = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
      const slope = gradient!.data.reduce((total, g, i) => total + g * along[i]!, 0);
      expect(Math.abs(slope - difference) / Math.max(1, Math.abs(difference))).toBeLessThan(1e-7);
    }
  });
});
