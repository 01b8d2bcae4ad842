import { expect, it } from "vitest";
import { createRandom } from "../random/index.js";
import { input } from "../tensor/index.js";
import { compileBound, linear, Parameters } from "./index.js";

it("a frozen program gives what the fed one gives, and follows the parameters in use", async () => {
  const parameters = new Parameters();
  const y = linear(parameters, input("x", ["batch", 3]), 2);
  const fed = await compileBound(parameters, { y }, Number.POSITIVE_INFINITY);
  const frozen = await compileBound(parameters, { y }, 0);
  const x = Float32Array.of(1, 2, 3, -1, 0.5, 2);
  const results: number[][] = [];
  for (const seed of [1, 2]) {
    const values = parameters.initialize(createRandom(seed));
    await fed.use(values, 1);
    await frozen.use(values, 1);
    const expected = [...(await fed.run({ x })).y];
    expect([...(await frozen.run({ x })).y]).toEqual(expected);
    results.push(expected);
  }
  expect(results[0]).not.toEqual(results[1]);
  await fed.release();
  await frozen.release();
});
