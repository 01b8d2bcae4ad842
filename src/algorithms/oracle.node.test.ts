import { describe, expect, it } from "vitest";
import { biasOf, exactPolicyGradient } from "../oracle/index.js";
import { gradientCases } from "./testing/gradient-cases.js";
import { sampledGradient } from "./testing/tabular-gradient.js";

/** What float32 adds to an average of many steps. */
const ROUNDING = 1e-5;

// bench/oracle.ts does the same on more processes and with more data.
describe.each([...gradientCases])("the learner's first step: $name", ({ unbiased, create }) => {
  const { problem, step, enumerate } = create(4);
  const truth = exactPolicyGradient(problem.mdp, problem.pi);
  const enumerated = enumerate();

  it(`lies within 4 standard errors of the ${unbiased ? "true" : "enumerated, biased"} gradient`, async () => {
    const fragments = step.episodes < 64 ? 3000 : 300;
    const { mean, standardErrors } = await sampledGradient(problem, { ...step, fragments });
    const expected = unbiased ? truth : enumerated.mean;
    for (const [i, error] of standardErrors.entries()) {
      expect(Math.abs(mean[i]! - expected[i]!)).toBeLessThan(4 * error + ROUNDING);
    }
    // so exact that the test can tell: noise is small beside the gradient
    const noise = Math.sqrt(standardErrors.reduce((sum, error) => sum + error ** 2, 0));
    expect(noise).toBeLessThan(0.5 * Math.hypot(...expected));
  });

  it(unbiased ? "has no bias by enumeration" : "is biased by enumeration", () => {
    const bias = biasOf(enumerated, truth);
    if (unbiased) expect(bias).toBeLessThan(1e-12);
    else expect(bias).toBeGreaterThan(1e-3);
  });
});
