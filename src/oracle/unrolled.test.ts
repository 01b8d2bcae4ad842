import { describe, expect, it } from "vitest";
import { createRandom } from "../random/index.js";
import {
  chain,
  exactPolicyGradient,
  expectedReturn,
  gridworld,
  randomMdp,
  randomPolicy,
  solveHorizon,
  unrolled,
  withHorizon,
} from "./index.js";

describe("an unrolled process", () => {
  const processes = [
    withHorizon(gridworld(2, 2, 0.3), 4),
    withHorizon(chain(3), 5),
    randomMdp(createRandom(1), 3, 2, { horizon: 3 }),
  ];

  it.each(processes)("has the same values, each in the state of its step ($name)", (mdp) => {
    const policy = randomPolicy(mdp, createRandom(2));
    const long = unrolled(mdp);
    const repeated = Float64Array.from({ length: long.states * long.actions }, (_, i) => policy[i % policy.length]!);
    expect(expectedReturn(long, repeated)).toBeCloseTo(expectedReturn(mdp, policy), 12);
    const [values, own] = [solveHorizon(mdp, policy).values, solveHorizon(long, repeated).values];
    for (let t = 0; t < mdp.horizon!; t++) {
      for (let s = 0; s < mdp.states; s++) expect(own[t]![t * mdp.states + s]).toBeCloseTo(values[t]![s]!, 12);
    }
  });

  it.each(processes)("has a gradient for every step, and their sum is that of the process ($name)", (mdp) => {
    const policy = randomPolicy(mdp, createRandom(3));
    const long = unrolled(mdp);
    const repeated = Float64Array.from({ length: long.states * long.actions }, (_, i) => policy[i % policy.length]!);
    const sum = new Float64Array(policy.length);
    for (const [i, value] of exactPolicyGradient(long, repeated).entries()) sum[i % sum.length]! += value;
    for (const [i, value] of exactPolicyGradient(mdp, policy).entries()) expect(sum[i]).toBeCloseTo(value, 12);
  });

  it("needs an end", () => {
    expect(() => unrolled(chain(3))).toThrow("never ends");
  });
});
