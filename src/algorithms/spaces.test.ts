import { describe, expect, it } from "vitest";
import { defineEnvironment, type EnvironmentDefinition } from "../environments/index.js";
import { UsageError } from "../errors.js";
import { box, dict, discrete, multiBinary, multiDiscrete, type Space } from "../spaces/index.js";
import { createAlgorithm } from "./index.js";
import { policyGradientNames } from "./testing/every-algorithm.js";
import { practice } from "./testing/learn.js";

const observationSpace = dict({
  image: box({ shape: [3, 3, 1], low: 0, high: 255 }),
  body: dict({ speed: box({ shape: [2] }), gear: discrete(2, { start: 1 }) }),
});

/** Three-step episodes with observations of everything, whose rewards depend on every part of the action. */
function task(actionSpace: Space, choices?: number): EnvironmentDefinition {
  return defineEnvironment({
    id: "Task-v0",
    observationSpace,
    actionSpace,
    create: (random) => {
      let step = 0;
      let mask = new Uint8Array(choices ?? 0);
      const draw = () => {
        // the first of each position stays allowed
        mask = mask.map((_, i) => (i === 0 || i === 3 ? 1 : random.integer(2)));
        const image = Array.from({ length: 9 }, () => random.integer(256));
        return { image, body: { speed: [random.normal(), random.normal()], gear: 1 + random.integer(2) } };
      };
      return {
        reset() {
          step = 0;
          return draw();
        },
        step(action) {
          const parts = typeof action === "number" ? [action] : Array.from(action as Int32Array);
          const chosen = parts.map((choice, position) => choice + 3 * position);
          if (choices !== undefined && chosen.some((i) => mask[i] !== 1)) throw new Error("That choice is forbidden.");
          const reward = parts.reduce((total, choice, i) => total + choice * (i + 1), 0) + random.normal();
          return { observation: draw(), reward, terminated: ++step === 3 };
        },
        ...(choices !== undefined && { actionMask: () => mask }),
        getState: () => ({ step, mask: mask.slice() }),
        setState(state) {
          const saved = state as { readonly step: number; readonly mask: Uint8Array };
          step = saved.step;
          mask = saved.mask.slice() as typeof mask;
        },
      };
    },
  }) as EnvironmentDefinition;
}

const tasks: readonly { kind: string; definition: EnvironmentDefinition }[] = [
  { kind: "MultiDiscrete", definition: task(multiDiscrete([3, 2, 2])) },
  { kind: "masked MultiDiscrete", definition: task(multiDiscrete([3, 2]), 5) },
  { kind: "masked Discrete", definition: task(discrete(4), 4) },
  { kind: "MultiBinary", definition: task(multiBinary(3)) },
];
const cases = tasks.flatMap((each) => policyGradientNames.map((name) => ({ ...each, name })));

describe.each(cases)("$name with Dict observations and $kind actions", ({ name, definition }) => {
  const network = { hidden: [8], convolutions: [{ filters: 2, kernel: 2 }] };
  const collection = { nEnvs: 4, nSteps: 8, network };
  const minibatches = "batchSize" in createAlgorithm(name).options ? { batchSize: 16 } : {};
  const algorithm = createAlgorithm(name, { ...collection, ...minibatches });

  it("begins with a ratio of 1, learns from finite numbers, and continues exactly from a saved state", async () => {
    const first = await practice(definition, algorithm);
    const initial = first.learner.parameters.slice();
    const metrics = await first.learn(1);
    expect(metrics["ratios/first_deviation"]).toBeLessThanOrEqual(1e-6);
    await first.learn(1);
    const saved = structuredClone({ learner: first.learner.getState(), actor: first.actor.getState() });
    const expected = await first.learn(2);
    for (const [metric, value] of Object.entries({ ...metrics, ...expected })) {
      expect([metric, Number.isFinite(value)]).toEqual([metric, true]);
    }
    // an older self is off-policy after its first update
    if (name !== "off-policy-reinforce") expect(expected["ratios/first_deviation"]).toBeLessThanOrEqual(1e-6);
    expect(first.learner.parameters).not.toEqual(initial);
    expect(first.learner.parameters.every(Number.isFinite)).toBe(true);
    const second = await practice(definition, algorithm, 77);
    second.learner.setState(saved.learner);
    second.actor.setState(saved.actor);
    expect(await second.learn(2)).toEqual(expected);
    expect(second.learner.parameters).toEqual(first.learner.parameters);
  });
});

describe("a mask that forbids everything", () => {
  const forbidding = (actionSpace: Space, mask: readonly number[]) =>
    defineEnvironment({
      id: "Forbidding-v0",
      observationSpace: box({ shape: [1], low: 0, high: 1 }),
      actionSpace,
      create: () => {
        let step = 0;
        return {
          reset: () => [0],
          step: () => ({ observation: [0], reward: 0, terminated: ++step === 100 }),
          actionMask: () => (step < 3 ? mask.map(() => 1) : mask),
        };
      },
    }) as EnvironmentDefinition;

  it.each([
    { kind: "Discrete", space: discrete(2), mask: [0, 0], choices: "0 to 1" },
    { kind: "MultiDiscrete", space: multiDiscrete([2, 3]), mask: [1, 0, 0, 0, 0], choices: "2 to 4" },
  ])("stops training with an error that names the choices and the step ($kind)", async ({ space, mask, choices }) => {
    const { learn } = await practice(
      forbidding(space, mask),
      createAlgorithm("ppo", { nEnvs: 2, nSteps: 8, batchSize: 8 }),
    );
    await expect(learn(1)).rejects.toMatchObject({
      message: expect.stringMatching(
        new RegExp(`forbids all of the choices ${choices} in environment "Forbidding-v0".*step 3`),
      ),
    });
  });

  it("is not confused with a space without choices, where any mask is an error", async () => {
    const building = practice(forbidding(box({ shape: [1], low: -1, high: 1 }), [1]), createAlgorithm("ppo"));
    await expect(building).rejects.toBeInstanceOf(UsageError);
  });
});
