import { describe, expect, it } from "vitest";
import { createActorCritic } from "../policies/index.js";
import { createRandom } from "../random/index.js";
import type { Episodes } from "../rollout/index.js";
import { compile } from "../runtime/index.js";
import { box, discrete } from "../spaces/index.js";
import { add, input, mul, square, sub, sum, type Tensor } from "../tensor/index.js";
import { compileEpisodeMeasurement, episodeFeeds } from "./episode-programs.js";
import { createSymbols } from "./symbols.js";

const LENGTH = 4;
const lengths = [3, 8, 13, 1];
const starts = Int32Array.of(0, 3, 11, 24, 25);
const rows = 25;

function build(sequenceLength: number) {
  const network = { hidden: [4], memory: { cell: "gru", size: 3, sequenceLength } } as const;
  const model = createActorCritic({
    observationSpace: box({ shape: [2], low: -1, high: 1 }),
    actionSpace: discrete(3),
    network,
  });
  return { model, symbols: createSymbols(model) };
}

const random = createRandom(3);
const draw = (size: number) => Float32Array.from({ length: size }, () => random.normal());
const episodes: Episodes = {
  count: lengths.length,
  starts,
  observations: draw(rows * 2),
  actions: Int32Array.from({ length: rows }, () => random.integer(3)),
  masks: undefined,
  rewards: draw(rows),
  behaviorLogProbs: draw(rows),
  behaviorParameters: draw(rows * 3),
  finalValues: new Float32Array(lengths.length),
};
const { model, symbols } = build(LENGTH);
const parameters = draw(model.parameters.size).map((value) => 0.7 * value);

/** Every row's value and what is remembered before it, by acting from the start of each episode. */
async function stepwise() {
  const { value, nextState } = model.memory!.step;
  const program = await compile({ outputs: model.parameters.bind({ value, nextState }) });
  const values = new Float32Array(rows);
  const states: Float32Array[] = [];
  for (let episode = 0; episode < episodes.count; episode++) {
    let state = new Float32Array(model.memory!.stateSize);
    for (let row = starts[episode]!; row < starts[episode + 1]!; row++) {
      states[row] = state;
      const observation = episodes.observations.subarray(row * 2, row * 2 + 2);
      const result = await program.run({ parameters, observation, state });
      values[row] = result.value[0]!;
      state = Float32Array.from(result.nextState);
    }
  }
  return { values, states };
}

describe("episodes of different lengths and a memory", () => {
  it("are measured from their first step on, as if acted", async () => {
    const measure = await compileEpisodeMeasurement(model, { value: symbols.value });
    const { figures, memory } = await measure(episodes, parameters);
    const expected = await stepwise();
    for (const [row, value] of expected.values.entries()) expect(figures.value[row]).toBeCloseTo(value, 5);
    const { segments, states } = memory!;
    const size = model.memory!.stateSize;
    expect(segments.count).toBe(1 + 2 + 4 + 1);
    for (const [segment, row] of segments.starts.entries()) {
      const state = states.subarray(segment * size, (segment + 1) * size);
      for (const [i, value] of expected.states[row]!.entries()) expect(state[i]).toBeCloseTo(value, 5);
    }
  });

  it("have the gradient of all their segments, each as long as it is", async () => {
    const weights = draw(rows);
    const lossOf = ({ logProb, value, target, advantage }: typeof symbols, included?: Tensor) => {
      const errors = square(sub(value, target));
      return add(sum(mul(advantage, logProb)), sum(included ? mul(included, errors) : errors));
    };
    const measure = await compileEpisodeMeasurement(model, { value: symbols.value });
    const { memory } = await measure(episodes, parameters);
    const loss = lossOf(symbols, input("included", ["batch"]));
    const program = await compile({
      outputs: model.parameters.bind({ gradient: model.parameters.gradient(loss) }),
    });
    const columns = { advantage: weights, return: weights };
    // in two halves, as learners take it
    const actual = new Float32Array(parameters.length);
    for (const [from, to] of [
      [0, 2],
      [2, 4],
    ] as const) {
      const feeds = episodeFeeds(episodes, from, to, columns, memory);
      const { gradient } = await program.run({ ...feeds, parameters });
      for (let i = 0; i < actual.length; i++) actual[i]! += gradient[i]!;
    }
    const expected = new Float64Array(parameters.length);
    const { states } = await stepwise();
    for (let episode = 0; episode < episodes.count; episode++) {
      for (let from = starts[episode]!; from < starts[episode + 1]!; from += LENGTH) {
        const to = Math.min(from + LENGTH, starts[episode + 1]!);
        const exact = build(to - from);
        const gradient = exact.model.parameters.gradient(lossOf(exact.symbols));
        const alone = await compile({ outputs: exact.model.parameters.bind({ gradient }) });
        const result = await alone.run({
          parameters,
          observation: episodes.observations.subarray(from * 2, to * 2),
          action: episodes.actions.subarray(from, to),
          advantage: weights.subarray(from, to),
          return: weights.subarray(from, to),
          initialState: states[from]!,
          episodeStart: new Float32Array(to - from),
        });
        for (let i = 0; i < expected.length; i++) expected[i]! += result.gradient[i]!;
      }
    }
    const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    for (const [i, value] of expected.entries()) expect(Math.abs(actual[i]! - value) / largest).toBeLessThan(1e-5);
  });
});
