import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as operations from "../operations/index.js";
import { differentiate, gradientErrors, runtimeErrors } from "./accuracy.js";
import { notOperations, operationCases } from "./operation-cases.js";

const seed = 20240607;

it("every exported operation has a case", () => {
  const exported = Object.keys(operations).filter((name) => !notOperations.includes(name));
  expect([...new Set(operationCases.map(({ operation }) => operation))].sort()).toEqual(exported.sort());
});

describe.each(operationCases)("$operation", ({ instances }) => {
  it("has gradients of first and second order that agree with finite differences", () => {
    fc.assert(
      fc.property(instances, (instance) => {
        const { first, second } = gradientErrors(differentiate(instance), instance.seed);
        expect(first).toBeLessThanOrEqual(1e-6);
        expect(second).toBeLessThanOrEqual(1e-6);
      }),
      { seed, numRuns: 60 },
    );
  });

  it("gives in ONNX Runtime what the reference gives, and so do its gradients", async () => {
    await fc.assert(
      fc.asyncProperty(instances, async (instance) => {
        const { outputs, first, second } = await runtimeErrors(differentiate(instance));
        expect(outputs).toBeLessThanOrEqual(1e-5);
        expect(first).toBeLessThanOrEqual(1e-5);
        expect(second).toBeLessThanOrEqual(1e-5);
      }),
      { seed, numRuns: 20 },
    );
  });
});
