import { describe, expect, it } from "vitest";
import { createRandom } from "../random/index.js";
import { counter, record, walk } from "./testing.js";
import { vectorize } from "./vectorize.js";

const copies = 8;

/** The lengths of the episodes that the copies play one after the other. */
function lengths(definition: Parameters<typeof vectorize>[0], training: boolean, steps: number): number[][] {
  const vector = vectorize(definition, copies, createRandom(1), { training });
  vector.reset();
  const played = Array.from({ length: copies }, (): number[] => []);
  for (const { finished } of record(vector, steps)) for (const { copy, length } of finished) played[copy]!.push(length);
  return played;
}

describe("staggered episodes", () => {
  const endless = { ...counter(1e9), maxEpisodeSteps: 50, staggered: true };

  it("have a random length the first time and the whole one ever after", () => {
    const played = lengths(endless, true, 160);
    const first = played.map(([length]) => length!);
    expect(new Set(first).size).toBeGreaterThan(4);
    for (const length of first) expect(length).toBeGreaterThanOrEqual(1);
    for (const length of first) expect(length).toBeLessThanOrEqual(50);
    for (const [, ...later] of played) for (const length of later) expect(length).toBe(50);
  });

  it("are for training alone: elsewhere all have the whole length", () => {
    expect(lengths(endless, false, 100)).toEqual(new Array(copies).fill([50, 50]));
    expect(lengths({ ...endless, staggered: false }, true, 100)).toEqual(new Array(copies).fill([50, 50]));
  });

  it.each([
    ["dynamics", endless],
    ["objects", { ...walk, staggered: true }],
  ])("go on exactly from a saved state, as %s", (_, definition) => {
    const vector = vectorize(definition, copies, createRandom(1), { training: true });
    vector.reset();
    const state = vector.getState();
    const expected = record(vector, 60);
    const other = vectorize(definition, copies, createRandom(2), { training: true });
    other.reset();
    other.setState(state);
    expect(record(other, 60)).toEqual(expected);
  });
});

describe("figures of episodes", () => {
  it("are told where an episode ends, by objects as by dynamics", () => {
    const { dynamics, observationSpace, actionSpace } = counter(3);
    const told = {
      id: "Told-v0",
      observationSpace,
      actionSpace,
      dynamics: {
        ...dynamics!,
        episodeFigures: ["steps"],
        readEpisodeFigures(state: Float64Array, offset: number, figures: Float64Array) {
          figures[0] = state[offset]!;
        },
      },
    };
    const vector = vectorize(told, 1, createRandom(1));
    vector.reset();
    const [, , { finished }] = record(vector, 3) as [unknown, unknown, ReturnType<typeof record>[number]];
    expect(finished).toEqual([{ copy: 0, episodeReturn: 6, length: 3, figures: { steps: 3 } }]);
    const { create, ...walking } = walk;
    const objects = {
      ...walking,
      create: (random: Parameters<NonNullable<typeof create>>[0]) => ({
        ...create!(random),
        episodeFigures: () => ({ luck: 7 }),
      }),
    };
    const vectorOfObjects = vectorize(objects as typeof walk, 1, createRandom(1));
    vectorOfObjects.reset();
    const ended = record(vectorOfObjects, 40).flatMap((step) => step.finished);
    expect(ended.length).toBeGreaterThan(0);
    for (const { figures } of ended) expect(figures).toEqual({ luck: 7 });
  });
});
