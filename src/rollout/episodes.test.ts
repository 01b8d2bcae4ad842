import { describe, expect, it } from "vitest";
import { createEpisodeBatch, type Fragment, sliceEpisodes, wholeEpisodes } from "./index.js";
import { randomFragment } from "./testing/fragments.js";

/** Rewards tell environment and time: 10·environment + t. Environment e ends an episode at the times given. */
function fragmentEnding(ends: readonly (readonly number[])[], steps: number, from = 0): Fragment {
  const environments = ends.length;
  const cell = <T>(of: (t: number, e: number) => T) =>
    Array.from({ length: steps * environments }, (_, i) => of(Math.floor(i / environments) + from, i % environments));
  return {
    ...randomFragment(steps, environments),
    masks: undefined,
    rewards: Float32Array.from(cell((t, e) => 10 * e + t)),
    terminated: Uint8Array.from(cell((t, e) => (ends[e]!.includes(t) && e === 0 ? 1 : 0))),
    truncated: Uint8Array.from(cell((t, e) => (ends[e]!.includes(t) && e !== 0 ? 1 : 0))),
    nextValues: Float32Array.from(cell((t, e) => 100 * e + t)),
  };
}

describe("whole episodes", () => {
  it("are laid one after the other, without what the fragment's end cuts off", () => {
    const { count, starts, rewards, finalValues } = wholeEpisodes(fragmentEnding([[1, 3], [2]], 5));
    expect(count).toBe(3);
    expect([...starts]).toEqual([0, 2, 4, 7]);
    expect([...rewards]).toEqual([0, 1, 2, 3, 10, 11, 12]);
    // environment 0 terminates: nothing follows; environment 1 is truncated at t = 2
    expect([...finalValues]).toEqual([0, 0, 102]);
  });

  it("can be limited to the first ones of each environment", () => {
    const { rewards } = wholeEpisodes(fragmentEnding([[1, 3], [2]], 5), 1);
    expect([...rewards]).toEqual([0, 1, 10, 11, 12]);
  });

  it("take every column along", () => {
    const fragment = fragmentEnding([[1], [0, 1]], 3);
    const episodes = wholeEpisodes(fragment);
    // rows of time 0 and 1 of environment 0, then of environment 1
    for (const [at, row] of [0, 2, 1, 3].entries()) {
      expect(episodes.observations.slice(at * 3, at * 3 + 3)).toEqual(
        fragment.observations.slice(row * 3, row * 3 + 3),
      );
      expect(episodes.actions.slice(at * 2, at * 2 + 2)).toEqual(fragment.actions.slice(row * 2, row * 2 + 2));
      expect(episodes.behaviorLogProbs[at]).toBe(fragment.behaviorLogProbs[row]);
    }
  });

  it("can be sliced", () => {
    const episodes = wholeEpisodes(fragmentEnding([[1, 3], [2]], 5));
    const part = sliceEpisodes(episodes, 1, 3);
    expect(part.count).toBe(2);
    expect([...part.starts]).toEqual([0, 2, 5]);
    expect([...part.rewards]).toEqual([2, 3, 10, 11, 12]);
    expect([...part.finalValues]).toEqual([0, 102]);
    expect(part.observations).toEqual(episodes.observations.slice(6));
  });
});

describe("a batch of episodes", () => {
  it("is complete once every environment has ended enough, and takes equally many of each", () => {
    const batch = createEpisodeBatch(1);
    expect(batch.empty).toBe(true);
    // environment 0 ends at times 1, 2 and 4, environment 1 at time 5 only
    const ends = [[1, 2, 4], [5]];
    expect(batch.add(fragmentEnding(ends, 3))).toBeUndefined();
    expect(batch.empty).toBe(false);
    const episodes = batch.add(fragmentEnding(ends, 3, 3))!;
    expect([...episodes.rewards]).toEqual([0, 1, 10, 11, 12, 13, 14, 15]);
    expect([...episodes.starts]).toEqual([0, 2, 8]);
    expect(batch.empty).toBe(true);
  });

  it("keeps a copy: the actor may overwrite its fragment", () => {
    const batch = createEpisodeBatch(1);
    const fragment = fragmentEnding([[4]], 3);
    batch.add(fragment);
    fragment.rewards.fill(-1);
    expect([...batch.add(fragmentEnding([[4]], 3, 3))!.rewards]).toEqual([0, 1, 2, 3, 4]);
  });

  it("continues from its state", () => {
    const ends = [[1, 2, 4], [5]];
    const first = createEpisodeBatch(1);
    first.add(fragmentEnding(ends, 3));
    const second = createEpisodeBatch(1);
    second.setState(structuredClone(first.getState()));
    const next = fragmentEnding(ends, 3, 3);
    expect(second.add(next)).toEqual(first.add(next));
  });

  it("gives up where episodes never end", () => {
    const batch = createEpisodeBatch(1);
    const endless = fragmentEnding([[]], 250_000);
    for (let i = 0; i < 3; i++) expect(batch.add(endless)).toBeUndefined();
    expect(() => batch.add(endless)).toThrow("After 1000000 steps");
  });
});
