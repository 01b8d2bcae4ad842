import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../random/index.js";
import {
  chunksOf,
  createMinibatches,
  cutEpisodes,
  type Fragment,
  gatherSequences,
  piecesOf,
  rowsOfSegments,
  rowsOfSequences,
} from "./index.js";
import { randomFragment } from "./testing/fragments.js";

const STATE = 2;

/** Every number of a state and of an episode start tells where it belongs. */
function sequenced(steps: number, environments: number, sequenceLength: number): Fragment {
  const sequences = (steps * environments) / sequenceLength;
  return {
    ...randomFragment(steps, environments),
    memory: {
      sequenceLength,
      states: Float32Array.from({ length: sequences * STATE }, (_, i) => i),
      episodeStarts: Float32Array.from({ length: steps * environments }, (_, i) => i),
    },
  };
}

const sizes = fc.record({
  chunks: fc.integer({ min: 1, max: 4 }),
  environments: fc.integer({ min: 1, max: 4 }),
  length: fc.integer({ min: 1, max: 5 }),
});

describe("the rows of sequences", () => {
  it("are time-major: step by step, all sequences side by side", () => {
    // 4 steps of 3 environments in sequences of 2: number 1 is environment 1's steps 0 and 1, number 5 environment 2's 2 and 3
    expect([...rowsOfSequences(Int32Array.of(1, 5), 2, 3)]).toEqual([1, 8, 4, 11]);
  });

  it("of length 1 are the rows themselves", () => {
    expect([...rowsOfSequences(Int32Array.of(4, 0, 7), 1, 3)]).toEqual([4, 0, 7]);
  });

  it("are all rows once, each sequence one environment's consecutive steps", () => {
    fc.assert(
      fc.property(sizes, ({ chunks, environments, length }) => {
        const count = chunks * environments;
        const rows = rowsOfSequences(
          Int32Array.from({ length: count }, (_, i) => i),
          length,
          environments,
        );
        expect([...rows].toSorted((a, b) => a - b)).toEqual(Array.from({ length: count * length }, (_, i) => i));
        for (let i = 0; i < count; i++) {
          for (let l = 1; l < length; l++) expect(rows[l * count + i]! - rows[(l - 1) * count + i]!).toBe(environments);
        }
      }),
    );
  });
});

describe("pieces of columns", () => {
  it("are single rows without a memory", () => {
    const columns = { x: Float32Array.of(0, 1, 2, 3, 4, 5), y: Int32Array.of(0, 1, 2) };
    const { x, y } = piecesOf(columns, { length: 1, count: 3 }, 1, 3);
    expect([...x!, ...y!]).toEqual([2, 3, 4, 5, 1, 2]);
  });

  it("are whole sequences with one, each with its state: the same as gathering only these", () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), ({ chunks, environments, length }, one, other) => {
        const fragment = sequenced(chunks * length, environments, length);
        const count = chunks * environments;
        const [from, to] = [one % (count + 1), other % (count + 1)].toSorted((a, b) => a - b) as [number, number];
        const gather = (first: number, last: number) => {
          const sequences = Int32Array.from({ length: last - first }, (_, i) => first + i);
          const { observations: observation, masks: mask, values } = fragment;
          return gatherSequences(fragment, { observation, mask: mask!, values }, sequences, count * length).columns;
        };
        const all = gather(0, count);
        expect(piecesOf({ ...all }, { length, count }, from, to)).toEqual(gather(from, to));
      }),
    );
  });
});

describe("minibatches of sequences", () => {
  const fragment = sequenced(6, 4, 3);
  const advantages = Float32Array.from({ length: 24 }, (_, i) => i);

  it("draw whole sequences, every one once per epoch, in a new order each time", () => {
    const minibatches = createMinibatches(fragment, 6, createRandom(1));
    expect(minibatches.count).toBe(4);
    const epoch = () => {
      minibatches.shuffle();
      return [0, 1, 2, 3].flatMap((index) => [...minibatches.take(index, fragment, advantages).advantage]);
    };
    const [first, second] = [epoch(), epoch()];
    expect(first.toSorted((a, b) => a - b)).toEqual([...advantages]);
    expect(second).not.toEqual(first);
    // two sequences of three steps in each minibatch: rows follow each other by 4
    for (let i = 0; i < 24; i += 6) {
      for (const at of [0, 1]) {
        expect(first[i + 2 + at]! - first[i + at]!).toBe(4);
        expect(first[i + 4 + at]! - first[i + 2 + at]!).toBe(4);
      }
    }
  });

  it("bring the state before each sequence and the beginnings of episodes in it", () => {
    const minibatches = createMinibatches(fragment, 6, createRandom(2));
    minibatches.shuffle();
    const { advantage: rows, initialState, episodeStart, observation } = minibatches.take(1, fragment, advantages);
    expect([...episodeStart!]).toEqual([...rows]);
    expect([...observation]).toEqual(
      [...rows].flatMap((row) => [...fragment.observations.subarray(row * 3, row * 3 + 3)]),
    );
    for (const i of [0, 1]) {
      const sequence = rows[i]! < 12 ? rows[i]! : rows[i]! - 12 + 4;
      expect([...initialState!.subarray(i * STATE, (i + 1) * STATE)]).toEqual([sequence * 2, sequence * 2 + 1]);
    }
  });
});

describe("chunks", () => {
  it.each([
    { what: "of rows", fragment: randomFragment(1500, 3) },
    { what: "of sequences", fragment: sequenced(1500, 3, 5) },
  ])("$what put every result where it belongs", ({ fragment }) => {
    const rows = 4500;
    const result = new Float32Array(rows * 3);
    let chunks = 0;
    for (const { feeds, store } of chunksOf(fragment, { x: fragment.observations, y: fragment.values }, rows)) {
      expect(feeds.x!.length).toBe(feeds.y!.length * 3);
      expect(feeds.y!.length).toBeLessThanOrEqual(2048);
      if (fragment.memory) expect(feeds.initialState!.length).toBe((feeds.y!.length / 5) * STATE);
      store(feeds.x!, result);
      chunks++;
    }
    expect(chunks).toBe(3);
    expect(result).toEqual(fragment.observations);
  });
});

describe("episodes cut into segments", () => {
  it("begin anew with each episode, the first segments of all before the second ones", () => {
    // lengths 3, 5 and 2
    const episodes = { count: 3, starts: Int32Array.of(0, 3, 8, 10) };
    const segments = cutEpisodes(episodes, 2);
    expect([...segments.episodes]).toEqual([0, 1, 2, 0, 1, 1]);
    expect([...segments.starts]).toEqual([0, 3, 8, 2, 5, 7]);
    expect([...segments.waves]).toEqual([0, 3, 5, 6]);
    const { rows, included } = rowsOfSegments(episodes, segments, Int32Array.of(2, 3, 5));
    // step by step; where an episode is over its last row stands in
    expect([...rows]).toEqual([8, 2, 7, 9, 2, 7]);
    expect([...included]).toEqual([1, 1, 1, 1, 0, 0]);
  });

  it("hold every row of every episode exactly once", () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 5 }), (list, length) => {
        const starts = Int32Array.from([0, ...list.map((_, i) => list.slice(0, i + 1).reduce((a, b) => a + b))]);
        const episodes = { count: list.length, starts };
        const segments = cutEpisodes(episodes, length);
        const all = Int32Array.from({ length: segments.count }, (_, i) => i);
        const { rows, included } = rowsOfSegments(episodes, segments, all);
        const held = [...rows].filter((_, i) => included[i] === 1).toSorted((a, b) => a - b);
        expect(held).toEqual(Array.from({ length: starts[list.length]! }, (_, row) => row));
      }),
    );
  });
});
