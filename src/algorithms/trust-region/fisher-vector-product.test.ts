import { describe, expect, it } from "vitest";
import { createRandom } from "../../random/index.js";
import { compile } from "../../runtime/index.js";
import { evaluate, input, ndArray } from "../../tensor/index.js";
import { dot } from "./dot.js";
import { fisherVectorProduct } from "./index.js";
import { denseFisher, tinyPolicies } from "./testing/tiny-policies.js";

function drawVector(size: number, seed: number): Float32Array {
  const vector = new Float32Array(size);
  createRandom(seed).fillNormal(vector);
  return vector;
}

describe.each(tinyPolicies())("the Fisher-vector product of a $name policy", (policy) => {
  const { model, parameters, states } = policy;
  const { size, layout } = model.parameters;
  const outputs = model.parameters.bind({
    product: fisherVectorProduct(model.parameters, model, input("vector", [size])),
  });
  const multiply = (vector: ArrayLike<number>) =>
    evaluate([outputs.product], { parameters, ...states, vector: ndArray([size], Array.from(vector)) })[0]!.data;

  it("equals the dense Fisher matrix, the expected outer product of the score, times the vector", () => {
    const fisher = denseFisher(policy);
    for (const seed of [1, 2, 3]) {
      const vector = drawVector(size, seed);
      const product = multiply(vector);
      const expected = fisher.map((row) => dot(row, vector));
      const scale = Math.max(...expected.map(Math.abs));
      expect(scale).toBeGreaterThan(1e-3);
      for (let i = 0; i < size; i++) expect(Math.abs(product[i]! - expected[i]!)).toBeLessThan(1e-11 * scale);
    }
  });

  it("is symmetric and never negative", () => {
    for (let seed = 0; seed < 10; seed++) {
      const [u, v] = [drawVector(size, seed), drawVector(size, seed + 100)];
      const [fu, fv] = [multiply(u), multiply(v)];
      expect(dot(u, fv)).toBeCloseTo(dot(v, fu), 10);
      expect(dot(u, fu)).toBeGreaterThanOrEqual(-1e-12);
    }
  });

  it("is exactly 0 for the parameters of the critic alone", () => {
    const product = multiply(drawVector(size, 4));
    const own = layout.filter(({ name }) => name.startsWith("value/"));
    expect(own.length).toBeGreaterThan(0);
    for (const { offset, size: length } of own) {
      for (let i = offset; i < offset + length; i++) expect(Math.abs(product[i]!)).toBe(0);
    }
  });

  it("compiled agrees with the reference", async () => {
    const program = await compile({ outputs });
    const vector = drawVector(size, 5);
    const float32 = (data: ArrayLike<number>) => Float32Array.from(data);
    const { product } = await program.run({
      parameters: float32(parameters.data),
      observation: float32(states.observation!.data),
      ...(states.mask && { mask: Uint8Array.from(states.mask.data) }),
      vector,
    });
    const expected = multiply(vector);
    for (let i = 0; i < size; i++) expect(product[i]).toBeCloseTo(expected[i]!, 4);
  });
});
