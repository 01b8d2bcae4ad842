import { describe, expect, it } from "vitest";
import { createRandom } from "../random/index.js";
import { asEnvironment } from "./as-environment.js";
import { cartPole, pendulum } from "./classic-control/index.js";
import { walk } from "./testing.js";
import { vectorize } from "./vectorize.js";

describe("asEnvironment", () => {
  it("steps dynamics exactly as a vector of one copy does", () => {
    const vector = vectorize(cartPole, 1, createRandom(3));
    const environment = asEnvironment(cartPole, createRandom(3).split(0));
    vector.reset();
    expect([...environment.reset()]).toEqual([...vector.observations]);
    const result = environment.step(1);
    vector.step(Int32Array.of(1));
    expect([...result.observation]).toEqual([...vector.observations]);
    expect([result.reward, result.terminated]).toEqual([1, false]);
  });

  it("gives observations that later steps do not change", () => {
    const environment = asEnvironment(cartPole, createRandom(3));
    const first = environment.reset();
    const copy = [...first];
    environment.step(0);
    expect([...first]).toEqual(copy);
  });

  it("creates objects with the given generator", () => {
    expect([...asEnvironment(walk, createRandom(1)).reset()]).toEqual([0, 1]);
  });

  it("refuses actions outside the space and states of another size", () => {
    expect(() => asEnvironment(cartPole, createRandom(1)).step(2)).toThrow(/2, not a whole number from 0 to 1/);
    const environment = asEnvironment(pendulum, createRandom(1));
    expect(() => environment.step(Float32Array.of(1, 2))).toThrow(/expected 1 numbers, got 2/);
    expect(() => environment.step(Float32Array.of(Number.NaN))).toThrow(/element 0 is NaN/);
    expect(() => environment.setState!([1, 2, 3])).toThrow(/2 numbers, but got 3/);
  });
});
