import { describe, expect, it } from "vitest";
import { goesOn, temporalDifference } from "./temporal-difference.js";
import { fragmentOf } from "./testing/fragments.js";

describe("the temporal difference", () => {
  const fragment = (end: object) => ({
    ...fragmentOf({ rewards: [1, 2, 3], values: [10, 20, 30], nextValues: [100, 200, 300] }),
    ...end,
  });
  const differences = (end: object) => [0, 1, 2].map((row) => temporalDifference(fragment(end), row, 0.5));

  it("takes the next row's value within an episode, and the true next observation's at the fragment's end", () => {
    // 1 + 0.5·20 − 10, 2 + 0.5·30 − 20, 3 + 0.5·300 − 30
    expect(differences({})).toEqual([1, -3, 123]);
    expect([0, 1, 2].map((row) => goesOn(fragment({}), row))).toEqual([true, true, false]);
  });

  it("takes the true next observation's value after a truncation, and nothing after a termination", () => {
    // 2 + 0.5·200 − 20 and 2 − 20
    expect(differences({ truncated: Uint8Array.of(0, 1, 0) })).toEqual([1, 82, 123]);
    expect(differences({ terminated: Uint8Array.of(0, 1, 0) })).toEqual([1, -18, 123]);
    expect(differences({ terminated: Uint8Array.of(0, 1, 0), truncated: Uint8Array.of(0, 1, 0) })[1]).toBe(-18);
    expect(goesOn(fragment({ truncated: Uint8Array.of(0, 1, 0) }), 1)).toBe(false);
    expect(goesOn(fragment({ terminated: Uint8Array.of(0, 1, 0) }), 1)).toBe(false);
  });

  it("follows each environment's own rows", () => {
    const two = {
      ...fragmentOf({ rewards: [1, 1, 1, 1], values: [1, 2, 3, 4], nextValues: [0, 0, 5, 6] }),
      steps: 2,
      environments: 2,
    };
    // V(s') is 3, 4, 5, 6
    expect([0, 1, 2, 3].map((row) => temporalDifference(two, row, 1))).toEqual([3, 3, 3, 3]);
  });
});
