import { describe, expect, it } from "vitest";
import { createRandom } from "../../random/index.js";
import { asEnvironment } from "../as-environment.js";
import { checkEnvironment } from "../checking/index.js";
import { findEnvironment } from "../registry.js";
import { vectorize } from "../vectorize.js";
import { images, masks, multiBinaryTargets, multiDiscreteTargets, sanityEnvironments, timeLimit } from "./index.js";

const named = sanityEnvironments.map((definition) => ({ id: definition.id, definition }));

describe("the sanity environments", () => {
  it.each(named)("$id keeps the contract, has a threshold and is known by its id", ({ id, definition }) => {
    expect(checkEnvironment(definition, { steps: 1000 }).problems).toEqual([]);
    expect(definition.rewardThreshold).toBeDefined();
    expect(findEnvironment(id)).toBe(definition);
  });

  it("Masks-v0 pays for the best legal choice, and ends with a penalty at a forbidden one", () => {
    const environment = asEnvironment(masks, createRandom(2));
    environment.reset();
    let total = 0;
    for (let step = 0; step < 10; step++) {
      const mask = environment.actionMask!();
      total += environment.step([2, 4, 0, 3, 1].find((choice) => mask[choice] === 1)!).reward;
    }
    expect(total).toBe(10);
    environment.reset();
    let forbidden = -1;
    while (forbidden < 0) {
      forbidden = Array.from(environment.actionMask!()).indexOf(0);
      if (forbidden < 0) environment.reset();
    }
    expect(environment.step(forbidden)).toMatchObject({ reward: -10, terminated: true });
  });

  it("MultiDiscrete-v0 and MultiBinary-v0 pay position by position", () => {
    const multi = asEnvironment(multiDiscreteTargets, createRandom(3));
    const target = multi.reset();
    expect(multi.step(target.slice()).reward).toBe(1);
    const next = multi.reset().slice();
    next[1] = (next[1]! + 1) % 4;
    expect(multi.step(next).reward).toBeCloseTo(2 / 3, 12);
    const bits = asEnvironment(multiBinaryTargets, createRandom(3));
    const [a, b, c, d] = bits.reset() as unknown as [number, number, number, number];
    expect(bits.step(Int32Array.of(b, c, d, 1 - a)).reward).toBe(0.75);
  });

  it("Images-v0 shows the square that counts in the quadrant that pays, in the second channel", () => {
    const environment = asEnvironment(images, createRandom(4));
    for (let episode = 0; episode < 20; episode++) {
      const image = environment.reset();
      let [rows, columns] = [0, 0];
      for (let row = 0; row < 10; row++) {
        for (let column = 0; column < 12; column++) {
          if (image[(row * 12 + column) * 2 + 1] !== 255) continue;
          rows += row / 9;
          columns += column / 9;
        }
      }
      // the middle of nine bright pixels
      expect(environment.step((rows < 5 ? 0 : 2) + (columns < 6 ? 0 : 1)).reward).toBe(1);
    }
  });

  it("TimeLimit-v0 is cut after ten steps, never ended, unless it is left", () => {
    const vector = vectorize(timeLimit, 2, createRandom(1));
    vector.reset();
    expect([...vector.observations]).toEqual([1, 1]);
    vector.step(Int32Array.of(0, 1));
    expect([...vector.terminated]).toEqual([1, 0]);
    expect(vector.rewards[0]).toBeCloseTo(6.8, 6);
    for (let step = 1; step < 10; step++) {
      expect(vector.observations[1]).toBe(0);
      vector.step(Int32Array.of(0, 0));
    }
    expect([...vector.truncated]).toEqual([0, 1]);
    expect(vector.finishedEpisodes).toContainEqual({ copy: 1, episodeReturn: 10, length: 10 });
  });
});
