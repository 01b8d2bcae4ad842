import { expect, it } from "vitest";
import { gradients, input, matmul, mean, square, sub, tanh } from "../tensor/index.js";
import { compile } from "./index.js";

it("a compiled graph computes values and gradients with dynamic batch sizes", async () => {
  const x = input("x", ["batch", 2]);
  const w = input("w", [2, 1]);
  const y = input("y", ["batch", 1]);
  const loss = mean(square(sub(tanh(matmul(x, w)), y)));
  const [gradient] = gradients(loss, [w]);
  const program = await compile({ outputs: { loss, gradient: gradient! } });
  const result = await program.run({
    x: Float32Array.of(1, 2, 3, 4, 5, 6),
    w: Float32Array.of(0.1, -0.1),
    y: Float32Array.of(0, 0, 0),
  });
  expect(result.loss[0]).toBeCloseTo(Math.tanh(0.1) ** 2, 6);
  const t = Math.tanh(-0.1);
  const factor = (2 * t * (1 - t * t)) / 3;
  expect(result.gradient[0]).toBeCloseTo(factor * 9, 6);
  expect(result.gradient[1]).toBeCloseTo(factor * 12, 6);
});
