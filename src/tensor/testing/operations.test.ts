import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as operations from "../operations/index.js";
import { differentiate, gradientErrors, runtimeErrors } from "./accuracy.js";
import { integers, uniform } from "./instance.js";
import { notOperations, type OperationCase, operationCases } from "./operation-cases.js";

const seed = 20240607;

it("every exported operation has a case", () => {
  const exported = Object.keys(operations).filter((name) => !notOperations.includes(name));
  expect([...new Set(operationCases.map(({ operation }) => operation))].sort()).toEqual(exported.sort());
});

/** Mean log-probability of the actions of a small policy: many operations, and parameters that are cut from one vector. */
const policyNetwork: OperationCase = {
  operation: "a policy network",
  instances: fc.record({ batch: fc.integer({ min: 1, max: 5 }), seed: fc.nat() }).map(({ batch, seed }) => ({
    seed,
    inputs: {
      observation: { axes: [{ size: batch, name: "batch" }, { size: 3 }], fill: uniform(-1, 1) },
      action: { axes: [{ size: batch, name: "batch" }], fill: integers(0, 1), dataType: "int32" },
      parameters: { axes: [{ size: 3 * 4 + 4 + 4 * 2 + 2 }], fill: uniform(-1, 1) },
    },
    build: ({ observation, action, parameters }) => {
      const [w1, b1, w2, b2] = operations.split(parameters!, [12, 4, 8, 2]);
      const hidden = operations.tanh(
        operations.add(operations.matmul(observation!, operations.reshape(w1!, [3, 4])), b1!),
      );
      const logits = operations.add(operations.matmul(hidden, operations.reshape(w2!, [4, 2])), b2!);
      const places = operations.reshape(action!, ["batch", 1]);
      return operations.mean(operations.gatherAlong(operations.logSoftmax(logits), places));
    },
  })),
};

describe.each([...operationCases, policyNetwork])("$operation", ({ instances }) => {
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
