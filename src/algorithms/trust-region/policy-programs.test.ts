import { describe, expect, it } from "vitest";
import { createActorCritic } from "../../policies/index.js";
import { createRandom } from "../../random/index.js";
import { compile, type TensorData } from "../../runtime/index.js";
import { box, discrete } from "../../spaces/index.js";
import { input, mean, mul } from "../../tensor/index.js";
import { policyMeasures } from "./policy-measures.js";
import { compilePolicyPrograms } from "./policy-programs.js";

const BATCH = 6;
const observationSpace = box({ shape: [2], low: -1, high: 1 });
const spaces = {
  categorical: discrete(3),
  Gaussian: box({ shape: [2], low: -1, high: 1 }),
};

async function problem(kind: keyof typeof spaces) {
  const model = createActorCritic({ observationSpace, actionSpace: spaces[kind], network: { hidden: [4] } });
  const random = createRandom(2);
  const normal = (size: number) => {
    const values = new Float32Array(size);
    random.fillNormal(values);
    return values;
  };
  const parameters = normal(model.parameters.size);
  const action: TensorData =
    kind === "categorical" ? Int32Array.from({ length: BATCH }, () => random.integer(3)) : normal(BATCH * 2);
  const data = { observation: normal(BATCH * 2), action };
  const { distribution } = model.head;
  const chosen = input("action", model.family.actionShape, model.family.actionType);
  const evaluate = await compile({
    outputs: model.parameters.bind({
      behaviorLogProb: distribution.logProb(chosen),
      behaviorParameters: distribution.parameters,
    }),
  });
  const behavior = await evaluate.run({ ...data, parameters });
  const batch = { ...data, ...behavior, advantage: normal(BATCH) };
  return { model, parameters, batch, programs: await compilePolicyPrograms(model) };
}

describe.each(["categorical", "Gaussian"] as const)("what the trust region asks about a %s policy", (kind) => {
  it("the surrogate's gradient at the old policy is the policy gradient", async () => {
    const { model, parameters, batch, programs } = await problem(kind);
    const action = input("action", model.family.actionShape, model.family.actionType);
    const vanilla = mean(mul(model.head.distribution.logProb(action), input("advantage", ["batch"])));
    const program = await compile({
      outputs: model.parameters.bind({ gradient: model.parameters.gradient(vanilla) }),
    });
    const { gradient: expected } = await program.run({ ...batch, parameters });
    const { gradient } = await programs.gradient.run({ ...batch, parameters });
    expect(Math.max(...(expected as Float32Array).map(Math.abs))).toBeGreaterThan(0.01);
    for (let i = 0; i < gradient.length; i++) expect(gradient[i]).toBeCloseTo(expected[i]!, 5);
  });

  it("ratio and divergence are 1 and 0 at the old policy", async () => {
    const { parameters, batch, programs } = await problem(kind);
    const { logRatio, kl } = await programs.measure.run({ ...batch, parameters });
    for (let i = 0; i < BATCH; i++) {
      expect(Math.abs(logRatio[i]!)).toBeLessThan(1e-6);
      expect(Math.abs(kl[i]!)).toBeLessThan(1e-6);
    }
  });
});

describe("the divergence", () => {
  it("is KL(old ‖ new), not KL(new ‖ old)", async () => {
    const { parameters, batch, programs } = await problem("categorical");
    // the new policy is uniform: its parameters are 0
    const behaviorParameters = new Float32Array(BATCH * 3);
    for (let row = 0; row < BATCH; row++) behaviorParameters.set([0, Math.log(2), Math.log(5)], 3 * row);
    const { kl } = await programs.measure.run({ ...batch, behaviorParameters, parameters: parameters.map(() => 0) });
    const old = [1 / 8, 2 / 8, 5 / 8];
    const forward = old.reduce((total, p) => total + p * Math.log(p * 3), 0);
    const backward = old.reduce((total, p) => total - Math.log(p * 3) / 3, 0);
    expect(Math.abs(forward - backward)).toBeGreaterThan(0.01);
    for (let row = 0; row < BATCH; row++) expect(kl[row]).toBeCloseTo(forward, 5);
  });

  it("is summed over action dimensions and averaged over states", async () => {
    const { parameters, batch, programs } = await problem("Gaussian");
    // the new policy is N(0, 1) in both dimensions, the old one N(1, 1) and N(2, 1) in one state out of three
    const behaviorParameters = new Float32Array(BATCH * 4);
    behaviorParameters.set([1, 2], 0);
    behaviorParameters.set([1, 2], 12);
    const figures = await programs.measure.run({ ...batch, behaviorParameters, parameters: parameters.map(() => 0) });
    // ½·1² + ½·2²
    expect([...figures.kl].map((kl) => Number(kl.toFixed(5)))).toEqual([2.5, 0, 0, 2.5, 0, 0]);
    const measures = policyMeasures(figures, batch.advantage);
    expect(measures.kl).toBeCloseTo(5 / 6, 6);
    expect(measures.largestKl).toBeCloseTo(2.5, 6);
  });
});
