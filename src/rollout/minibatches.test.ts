import { describe, expect, it } from "vitest";
import { createRandom } from "../random/index.js";
import { createMinibatches, type Fragment } from "./index.js";
import { randomFragment } from "./testing/fragments.js";

const fragment = randomFragment(6, 4);
const SAMPLES = 24;
const advantages = Float32Array.from({ length: SAMPLES }, (_, i) => i);

/** The rows that an epoch visits, in order: advantages are row numbers here. */
function epoch(minibatches: ReturnType<typeof createMinibatches>): number[] {
  minibatches.shuffle();
  return Array.from({ length: minibatches.count }, (_, i) => [
    ...minibatches.take(i, fragment, advantages).advantage,
  ]).flat();
}

const ascending = (rows: readonly number[]) => rows.toSorted((a, b) => a - b);

describe("minibatches", () => {
  it.each([1, 8, 24])("of %i visit every sample exactly once per epoch, in a new order each time", (size) => {
    const minibatches = createMinibatches(fragment, size, createRandom(1));
    expect(minibatches.count).toBe(SAMPLES / size);
    const [first, second] = [epoch(minibatches), epoch(minibatches)];
    expect(ascending(first)).toEqual([...advantages]);
    expect(ascending(second)).toEqual([...advantages]);
    expect(second).not.toEqual(first);
  });

  it("gather whole rows of every column", () => {
    const minibatches = createMinibatches(fragment, 8, createRandom(2));
    minibatches.shuffle();
    for (let index = 0; index < 3; index++) {
      const batch = minibatches.take(index, fragment, advantages);
      for (const [i, row] of [...batch.advantage].entries()) {
        const rowOf = (values: ArrayLike<number>, width: number, at: number) =>
          Array.from({ length: width }, (_, k) => values[at * width + k]);
        expect(rowOf(batch.observation, 3, i)).toEqual(rowOf(fragment.observations, 3, row));
        expect(rowOf(batch.action, 2, i)).toEqual(rowOf(fragment.actions, 2, row));
        expect(rowOf(batch.mask!, 4, i)).toEqual(rowOf(fragment.masks!, 4, row));
        expect(rowOf(batch.behaviorParameters, 4, i)).toEqual(rowOf(fragment.behaviorParameters, 4, row));
        expect(batch.behaviorLogProb[i]).toBe(fragment.behaviorLogProbs[row]);
        expect(batch.behaviorValue[i]).toBe(fragment.values[row]);
        expect(batch.return[i]).toBe(Math.fround(row + fragment.values[row]!));
      }
    }
  });

  it("with a mirror are followed by the images of their samples", () => {
    const mirror = {
      observation: { from: [1, 0, 2], signs: [1, 1, -1] },
      action: { from: [1, 0], signs: [-1, -1] },
    };
    const plain = createMinibatches(fragment, 8, createRandom(2)).take(1, fragment, advantages);
    const batch = createMinibatches(fragment, 8, createRandom(2), { mirror, every: 4 }).take(1, fragment, advantages);
    expect(batch.advantage).toHaveLength(16);
    for (let i = 0; i < 8; i++) {
      const row = i < 4 ? i : 4 + i;
      const image = row + 4;
      expect(batch.advantage[row]).toBe(plain.advantage[i]);
      const [a, b, c] = batch.observation.subarray(3 * row);
      expect([...batch.observation.subarray(3 * image, 3 * image + 3)]).toEqual([b, a, -c!]);
      const [left, right] = batch.action.subarray(2 * row);
      expect([...batch.action.subarray(2 * image, 2 * image + 2)]).toEqual([-right!, -left!]);
      const [mean1, mean2, std1, std2] = batch.behaviorParameters.subarray(4 * row);
      expect([...batch.behaviorParameters.subarray(4 * image, 4 * image + 4)]).toEqual([-mean2!, -mean1!, std2, std1]);
      for (const column of ["behaviorLogProb", "behaviorValue", "advantage", "return"] as const) {
        expect(batch[column][image]).toBe(batch[column][row]);
      }
    }
  });

  it("keep the type of discrete actions and do without masks", () => {
    const discrete: Fragment = { ...fragment, actions: Int32Array.from(advantages), masks: undefined };
    const batch = createMinibatches(discrete, 4, createRandom(1)).take(1, discrete, advantages);
    expect(batch.mask).toBeUndefined();
    expect(batch.action).toEqual(Int32Array.of(4, 5, 6, 7));
  });

  it("restored from a saved state go on with the same orders", () => {
    const random = createRandom(3);
    const minibatches = createMinibatches(fragment, 8, random);
    epoch(minibatches);
    const saved = { random: random.getState(), ...minibatches.getState() };
    const expected = [epoch(minibatches), epoch(minibatches)];
    const otherRandom = createRandom(99);
    otherRandom.setState(saved.random);
    const other = createMinibatches(fragment, 8, otherRandom);
    other.setState(saved);
    expect([epoch(other), epoch(other)]).toEqual(expected);
  });
});
