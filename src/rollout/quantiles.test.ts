import { describe, expect, it } from "vitest";
import { quantiles } from "./index.js";

describe("quantiles", () => {
  it("lie where sorted values are cut, interpolated in between", () => {
    // sorted: 1 2 4 8
    expect(quantiles([8, 1, 4, 2], [0, 0.5, 1, 0.25])).toEqual([1, 3, 8, 1.75]);
  });

  it("of one value are that value, and the values stay in their order", () => {
    const values = Float32Array.of(3, 1, 2);
    expect(quantiles([5], [0, 0.3, 1])).toEqual([5, 5, 5]);
    quantiles(values, [0.5]);
    expect([...values]).toEqual([3, 1, 2]);
  });
});
