import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UsageError } from "../errors.js";
import { decodeSnapshot, encodeSnapshot } from "../files/index.js";
import { createRandom } from "../random/index.js";
import { createReplayBuffer, type ReplayBuffer, type Transitions } from "./index.js";

const WIDTH = 2;
/** Transition number n, in every column. */
const transitions = (numbers: readonly number[]): Transitions => ({
  environments: numbers.length,
  observations: Float32Array.from(numbers.flatMap((n) => [n, -n])),
  actions: Float32Array.from(numbers, (n) => n / 2),
  rewards: Float32Array.from(numbers, (n) => 10 * n),
  terminated: Uint8Array.from(numbers, (n) => n % 2),
  truncated: Uint8Array.from(numbers, (n) => (n + 1) % 2),
  nextObservations: Float32Array.from(numbers.flatMap((n) => [n + 1, -n - 1])),
});
const build = (capacity: number, batchSize = 4) =>
  createReplayBuffer({ capacity, observationSize: WIDTH, actionSize: 1 }, batchSize);

/** Which transitions are in it, by many draws. */
function held(buffer: ReplayBuffer): number[] {
  const random = createRandom(5);
  const found = new Set<number>();
  for (let i = 0; i < 200; i++) for (const reward of buffer.sample(random).reward) found.add(reward / 10);
  return [...found].sort((a, b) => a - b);
}

describe("a replay buffer", () => {
  it("keeps the newest transitions, whatever its size and the number of environments", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 9 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 12 }),
        (capacity, environments, steps) => {
          const buffer = build(capacity);
          for (let t = 0; t < steps; t++) {
            buffer.add(transitions(Array.from({ length: environments }, (_, e) => t * environments + e)));
          }
          const all = Array.from({ length: environments * steps }, (_, n) => n);
          expect(buffer.size).toBe(Math.min(capacity, all.length));
          expect(held(buffer)).toEqual(all.slice(-capacity));
        },
      ),
      { numRuns: 25 },
    );
  });

  it("gives the columns of a transition together, and does not take a truncation for an end", () => {
    const buffer = build(8);
    buffer.add(transitions([3, 4]));
    const batch = buffer.sample(createRandom(1));
    for (let i = 0; i < 4; i++) {
      const n = batch.reward[i]! / 10;
      expect([...batch.observation.slice(i * WIDTH, (i + 1) * WIDTH)]).toEqual([n, -n]);
      expect(batch.action[i]).toBe(n / 2);
      // 4 was truncated, 3 terminated
      expect(batch.terminated[i]).toBe(n === 3 ? 1 : 0);
      expect([...batch.nextObservation.slice(i * WIDTH, (i + 1) * WIDTH)]).toEqual([n + 1, -n - 1]);
    }
  });

  it("draws every transition equally often, with replacement", () => {
    const buffer = build(5, 5);
    buffer.add(transitions([0, 1, 2, 3, 4]));
    const counts = new Array<number>(5).fill(0);
    const random = createRandom(2);
    for (let i = 0; i < 2000; i++) for (const reward of buffer.sample(random).reward) counts[reward / 10]!++;
    // four standard deviations of a binomial of 10,000 draws at 1/5
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(160);
  });

  it("is saved as large as it is full, and goes on the same after a file", () => {
    const buffer = build(1000);
    for (let t = 0; t < 3; t++) buffer.add(transitions([t]));
    const bytes = encodeSnapshot(buffer.getState());
    expect(bytes.length).toBeLessThan(2000);
    const restored = build(1000);
    restored.setState(decodeSnapshot(bytes, "test"));
    for (const each of [buffer, restored]) each.add(transitions([3, 4]));
    expect(restored.getState()).toEqual(buffer.getState());
    expect(restored.sample(createRandom(3))).toEqual(buffer.sample(createRandom(3)));
  });

  it("that has gone round is saved with its place in the ring", () => {
    const [buffer, restored] = [build(4), build(4)];
    for (let t = 0; t < 6; t++) buffer.add(transitions([t]));
    restored.setState(buffer.getState());
    restored.add(transitions([6]));
    expect(held(restored)).toEqual([3, 4, 5, 6]);
  });

  it("refuses a batch that is larger than itself, a size that no memory has, and another buffer's state", () => {
    expect(() => build(3)).toThrow("A batch of 4 transitions is larger than the replay buffer, which keeps 3.");
    const vast = () => createReplayBuffer({ capacity: 2 ** 31 - 1, observationSize: 1e6, actionSize: 1 }, 1);
    expect(vast).toThrow(UsageError);
    expect(vast).toThrow(/needs \d+\.\d GB/);
    const full = build(8);
    full.add(transitions([0, 1, 2, 3, 4, 5]));
    expect(() => build(4).setState(full.getState())).toThrow("The checkpoint's 6 transitions do not fit");
  });
});
