import { describe, expect, it } from "vitest";
import { RunError } from "../errors.js";
import { linear, mlp, Parameters } from "../nn/index.js";
import { createRandom } from "../random/index.js";
import { add, input, log, mean, square, sub, sum } from "../tensor/index.js";
import { GradientStep } from "./index.js";

const BATCH = 16;

function regression() {
  const parameters = new Parameters();
  const features = mlp(parameters.scope("trunk"), input("x", ["batch", 3]), { hidden: [8] });
  const error = sub(linear(parameters.scope("head"), features, 1), input("y", ["batch", 1]));
  return { parameters, loss: mean(square(error)), diagnostics: { loss: mean(square(error)), error } };
}

function data(seed: number) {
  const random = createRandom(seed);
  const draw = (size: number) => Float32Array.from({ length: BATCH * size }, () => random.normal());
  return { x: draw(3), y: draw(1) };
}

async function create(separate: boolean) {
  const problem = regression();
  const initial = problem.parameters.initialize(createRandom(0));
  return { initial, step: await GradientStep.create({ ...problem, separate }, initial) };
}

const closeTo = (a: ArrayLike<number>, b: ArrayLike<number>, tolerance: number) => {
  expect(a.length).toBe(b.length);
  for (let i = 0; i < a.length; i++) expect(Math.abs(a[i]! - b[i]!)).toBeLessThanOrEqual(tolerance);
};

describe("a gradient step", () => {
  it("is the same, bit for bit, as one of several in one run", async () => {
    const one = await create(false);
    const many = await create(false);
    for (const count of [4, 2]) {
      const batches = Array.from({ length: count }, (_, k) => data(10 * count + k));
      const joined = { x: new Float32Array(count * BATCH * 3), y: new Float32Array(count * BATCH) };
      batches.forEach(({ x, y }, k) => {
        joined.x.set(x, k * BATCH * 3);
        joined.y.set(y, k * BATCH);
      });
      const { result, accept } = await many.step.proposeSeries(joined, { count, size: BATCH }, 0.01, 0.5);
      await accept();
      for (const [k, batch] of batches.entries()) {
        const alone = await one.step.propose(batch, 0.01, 0.5);
        expect(result.loss[k]).toBe(alone.result.loss[0]);
        expect(result.gradientNorm[k]).toBe(alone.result.gradientNorm[0]);
        expect(result.error.subarray(k * BATCH, (k + 1) * BATCH)).toEqual(alone.result.error);
        await alone.accept();
      }
      expect(many.step.stepsTaken).toBe(one.step.stepsTaken);
      expect(many.step.getState()).toEqual(one.step.getState());
    }
  });

  it("that is not finite is named, also as one of several", async () => {
    const { step } = await create(false);
    const { x, y } = data(1);
    const joined = { x: Float32Array.from([...x, ...x]), y: Float32Array.from([...y, ...y.fill(Number.NaN)]) };
    await expect(step.proposeSeries(joined, { count: 2, size: BATCH }, 0.01, 0.5)).rejects.toThrow("optimizer step 2");
  });

  it("fused equals gradient, then apply", async () => {
    const fused = await create(false);
    const separate = await create(true);
    for (let i = 0; i < 5; i++) {
      const proposals = [await fused.step.propose(data(i), 0.01, 0.5), await separate.step.propose(data(i), 0.01, 0.5)];
      closeTo(proposals[0]!.result.gradientNorm, proposals[1]!.result.gradientNorm, 1e-6);
      closeTo(proposals[0]!.result.loss, proposals[1]!.result.loss, 1e-6);
      closeTo(proposals[0]!.result.error, proposals[1]!.result.error, 1e-6);
      for (const proposal of proposals) await proposal.accept();
      const { gradient } = await create(false).then(({ step }) => step.gradient(data(i)));
      expect(gradient.length).toBe(fused.initial.length);
    }
    closeTo(fused.step.parameters, separate.step.parameters, 1e-6);
    expect(fused.step.parameters).not.toEqual(fused.initial);
  });

  it("that is proposed but not accepted changes nothing", async () => {
    const { step, initial } = await create(false);
    const before = step.getState();
    await step.propose(data(1), 0.1, 1);
    expect(step.getState()).toEqual(before);
    expect(step.parameters).toEqual(initial);
    // and the next one starts from the same state
    const after = await create(false);
    await (await step.propose(data(2), 0.1, 1)).accept();
    await (await after.step.propose(data(2), 0.1, 1)).accept();
    expect(step.getState()).toEqual(after.step.getState());
  });

  it("lowers the loss", async () => {
    const { step } = await create(false);
    const losses: number[] = [];
    for (let i = 0; i < 50; i++) {
      const { result, accept } = await step.propose(data(1), 0.01, 10);
      losses.push(result.loss[0]!);
      await accept();
    }
    expect(losses[49]).toBeLessThan(losses[0]! / 2);
  });

  it("scales all parameters' gradient together, and reports the norm before", async () => {
    const { step } = await create(true);
    const { gradient } = await step.gradient(data(1));
    const norm = Math.hypot(...(gradient as Float32Array));
    const { result } = await step.propose(data(1), 0.01, norm / 10);
    expect(result.gradientNorm[0]).toBeCloseTo(norm, 5);
    const { accept } = await step.propose(data(1), 0.01, norm / 10);
    await accept();
    const state = step.getState() as { firstMoment: Float32Array };
    // after one step the first moment is 0.1·g
    const clipped = Float32Array.from(gradient, (g) => (0.1 * g) / 10);
    closeTo(state.firstMoment, clipped, 1e-6);
  });

  it.each([false, true])("continues exactly from a saved state (separate: %s)", async (separate) => {
    const { step } = await create(separate);
    const take = async (target: typeof step, seed: number) => (await target.propose(data(seed), 0.01, 0.5)).accept();
    for (const seed of [1, 2, 3]) await take(step, seed);
    const saved = structuredClone(step.getState());
    await take(step, 4);
    await take(step, 5);
    const other = await create(separate);
    other.step.setState(saved);
    await take(other.step, 4);
    await take(other.step, 5);
    expect(other.step.getState()).toEqual(step.getState());
  });

  it("starts afresh after reset", async () => {
    const { step, initial } = await create(false);
    await (await step.propose(data(1), 0.01, 0.5)).accept();
    step.reset(initial);
    const fresh = await create(false);
    expect(step.getState()).toEqual(fresh.step.getState());
  });

  it.each([false, true])(
    "stops at a gradient that is not finite, and keeps the parameters (separate: %s)",
    async (separate) => {
      const parameters = new Parameters();
      const w = parameters.parameter("w", [1], () => Float32Array.of(1));
      const loss = sum(add(log(input("x", ["batch"])), w));
      const broken = mean(square(add(loss, sum(w))));
      const step = await GradientStep.create(
        { parameters, loss: broken, diagnostics: {}, separate },
        parameters.initialize(createRandom(0)),
      );
      const proposal = step.propose({ x: Float32Array.of(-1) }, 0.1, 1);
      await expect(proposal).rejects.toBeInstanceOf(RunError);
      await expect(proposal).rejects.toThrow("The gradient's norm is NaN");
      expect([...step.parameters]).toEqual([1]);
    },
  );
});
