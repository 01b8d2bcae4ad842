import { evaluate, input, type NdArray, ndArray, type Tensor } from "../../tensor/index.js";
import type { Distribution, DistributionFamily } from "../index.js";

/** Evaluates something about the distribution that `parameters` [batch, parameterSize] describe, in float64. */
export function ofRows(
  family: DistributionFamily,
  parameters: readonly (readonly number[])[],
  build: (distribution: Distribution) => Tensor,
  feeds: Readonly<Record<string, NdArray>> = {},
): number[] {
  const tensor = build(family.fromParameters(input("parameters", ["batch", family.parameterSize])));
  const rows = ndArray([parameters.length, family.parameterSize], parameters.flat());
  return [...evaluate([tensor], { parameters: rows, ...feeds })[0]!.data];
}

/** The trapezoidal rule on [−limit, limit], exact to rounding for smooth functions that vanish at the ends. */
export function integrate(limit: number, points: number, integrand: (x: number) => number): number {
  const step = (2 * limit) / points;
  let total = 0;
  for (let i = 0; i <= points; i++) total += integrand(-limit + i * step) * step;
  return total;
}
