import { describe, expect, it } from "vitest";
import { discounts, ofFirstStep, rewardsToGo, rewardsWithBootstrap } from "./index.js";

/** Two episodes: rewards 1 2 4, cut by a time limit where V is 10; and 8, which ended of itself. */
const episodes = {
  count: 2,
  starts: Int32Array.of(0, 3, 4),
  rewards: Float32Array.of(1, 2, 4, 8),
  finalValues: Float32Array.of(10, 0),
};

describe("returns of whole episodes", () => {
  it("to go are discounted sums to the end of each", () => {
    // 4; 2 + ½·4 = 4; 1 + ½·4 = 3
    expect([...rewardsToGo(episodes, 0.5)]).toEqual([3, 4, 4, 8]);
  });

  it("in total are those of the first step, for every step", () => {
    expect([...ofFirstStep(rewardsToGo(episodes, 0.5), episodes)]).toEqual([3, 3, 3, 8]);
  });

  it("go on with the value where a time limit ended the episode", () => {
    expect([...rewardsWithBootstrap(episodes, 0.5)]).toEqual([1, 2, 9, 8]);
    expect([...episodes.rewards]).toEqual([1, 2, 4, 8]);
  });

  it("discounts begin anew with each episode", () => {
    expect([...discounts(episodes, 0.5)]).toEqual([1, 0.5, 0.25, 1]);
  });
});
