import { describe, expect, it } from "vitest";
import type { Fragment } from "./fragment.js";
import { joinFragments } from "./join-fragments.js";
import { randomFragment } from "./testing/fragments.js";

const withMemory = (fragment: Fragment, offset: number): Fragment => ({
  ...fragment,
  memory: {
    sequenceLength: 2,
    // [2 sequences, copies, 1] and [4 steps, copies]
    states: Float32Array.from({ length: 2 * fragment.environments }, (_, i) => offset + i),
    episodeStarts: Float32Array.from({ length: 4 * fragment.environments }, (_, i) => offset + i),
  },
});

describe("joinFragments", () => {
  it("puts the copies of all side by side in every step", () => {
    const [a, b] = [randomFragment(4, 1), randomFragment(4, 2)] as const;
    const joined = joinFragments([a, b]);
    expect([joined.steps, joined.environments]).toEqual([4, 3]);
    for (let step = 0; step < 4; step++) {
      for (const [copy, from, of] of [
        [0, a, 0],
        [1, b, 0],
        [2, b, 1],
      ] as const) {
        const row = step * 3 + copy;
        const source = step * from.environments + of;
        for (const name of [
          "rewards",
          "terminated",
          "truncated",
          "behaviorLogProbs",
          "values",
          "nextValues",
        ] as const) {
          expect(joined[name][row]).toBe(from[name][source]);
        }
        for (const [name, size] of [
          ["observations", 3],
          ["actions", 2],
          ["masks", 4],
          ["behaviorParameters", 4],
        ] as const) {
          expect(joined[name]!.slice(row * size, (row + 1) * size)).toEqual(
            from[name]!.slice(source * size, (source + 1) * size),
          );
        }
      }
    }
  });

  it("joins what policies remember, sequence by sequence", () => {
    const { memory } = joinFragments([withMemory(randomFragment(4, 1), 0), withMemory(randomFragment(4, 2), 10)]);
    expect(memory!.sequenceLength).toBe(2);
    expect([...memory!.states]).toEqual([0, 10, 11, 1, 12, 13]);
    expect([...memory!.episodeStarts]).toEqual([0, 10, 11, 1, 12, 13, 2, 14, 15, 3, 16, 17]);
  });

  it("keeps the types of actions, and has no masks where there are none", () => {
    const fragment = { ...randomFragment(2, 1), actions: Int32Array.of(1, 2), masks: undefined };
    const joined = joinFragments([fragment, fragment]);
    expect(joined.actions).toEqual(Int32Array.of(1, 1, 2, 2));
    expect(joined.masks).toBeUndefined();
    expect(joined.memory).toBeUndefined();
  });
});
