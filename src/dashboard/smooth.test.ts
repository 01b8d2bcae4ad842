import { expect, it } from "vitest";
import { smooth } from "./smooth.js";

it("smoothing weighs each value half as much as the one after it, for a smoothing of 0.5", () => {
  const [first, second, third] = smooth(Float32Array.of(4, 8, 0), 0.5);
  expect(first).toBe(4);
  expect(second).toBeCloseTo((4 + 2 * 8) / 3, 5);
  expect(third).toBeCloseTo((4 + 2 * 8 + 4 * 0) / 7, 5);
});

it("smoothing leaves gaps as they are, and they count for nothing", () => {
  expect([...smooth(Float32Array.of(Number.NaN, 2, Number.NaN, 2), 0.9)]).toEqual([
    Number.NaN,
    expect.closeTo(2, 5),
    Number.NaN,
    expect.closeTo(2, 5),
  ]);
});

it("a smoothing of 0 changes nothing", () => {
  expect([...smooth(Float32Array.of(1, 5), 0)]).toEqual([1, 5]);
});
