import { describe, expect, it } from "vitest";
import { sac } from "../algorithms/index.js";
import { everyPolicyGradient } from "../algorithms/testing/every-algorithm.js";
import { defineEnvironment, withoutCriticOnly } from "../environments/index.js";
import { box, dict } from "../spaces/index.js";
import { evaluatePolicy, train } from "./index.js";

/** The reward is a coin's side, which only the critic is shown, less what the action costs. */
const coin = defineEnvironment({
  id: "Coin-v0",
  observationSpace: dict({ privileged: box({ shape: [1] }), seen: box({ shape: [1] }) }),
  actionSpace: box({ shape: [1], low: -1, high: 1 }),
  criticOnly: ["privileged"],
  maxEpisodeSteps: 1,
  create(random) {
    let side = 0;
    const observation = () => ({ privileged: [side], seen: [1] });
    return {
      reset() {
        side = random.integer(2) === 0 ? -1 : 1;
        return observation();
      },
      step: (action) => ({ observation: observation(), reward: side - Math.abs(action[0]!), terminated: false }),
      getState: () => side,
      setState(state) {
        side = state as number;
      },
    };
  },
});

const algorithms = [
  ...everyPolicyGradient(),
  { name: "sac", create: () => sac({ nSteps: 20, network: { hidden: [8] } }) },
];

describe("a task that shows something to the critic alone", () => {
  it.each(algorithms)("is learned by $name, whose policy acts and is evaluated without it", async ({ create }) => {
    const run = train({ environment: coin, algorithm: create(), totalSteps: 256, evaluation: false });
    await run.finish();
    expect(Object.keys((run.policy.metadata.observationSpace as { spaces: object }).spaces)).toEqual(["seen"]);
    const { episodes, mean } = await evaluatePolicy(run.policy, coin, { episodes: 4 });
    expect([episodes, Number.isFinite(mean)]).toEqual([4, true]);
    expect((await evaluatePolicy(run.policy, withoutCriticOnly(coin), { episodes: 4 })).mean).toBe(mean);
  });

  it("is valued by what the critic sees, so that luck is not taken for merit", async () => {
    const algorithm = everyPolicyGradient().find(({ name }) => name === "ppo")!;
    const explained = async (environment: typeof coin) => {
      const options = { nSteps: 64, batchSize: 64, nEpochs: 10, learningRate: 3e-3, normalizeObservation: true };
      const run = train({ environment, algorithm: algorithm.create(options), totalSteps: 10_000, evaluation: false });
      const last = await run.finish();
      return last!.metrics["losses/explained_variance"]!;
    };
    expect(await explained(coin)).toBeGreaterThan(0.6);
    expect(await explained(withoutCriticOnly(coin) as typeof coin)).toBeLessThan(0.3);
  });

  it("goes on from a policy that was exported without it", async () => {
    const { create } = everyPolicyGradient().find(({ name }) => name === "ppo")!;
    const algorithm = create({ normalizeObservation: true });
    const first = train({ environment: coin, algorithm, totalSteps: 256, evaluation: false });
    await first.finish();
    const second = train({ environment: coin, algorithm, totalSteps: 64, evaluation: false, warmStart: first.policy });
    expect((await second.finish())?.steps).toBe(64);
  });

  it.each<[string, object, object]>([
    ["a key that is not there", { criticOnly: ["priviledged"] }, { message: expect.stringContaining('"priviledged"') }],
    [
      "everything",
      { criticOnly: ["privileged", "seen"] },
      { message: expect.stringContaining("all of its observation") },
    ],
    ["no list", { criticOnly: "privileged" }, { code: "invalid-environment" }],
    ["a part of what has none", { observationSpace: box({ shape: [2] }) }, { fix: expect.stringContaining("dict") }],
  ])("cannot show the critic alone %s", (_what, changes, expected) => {
    expect(() => defineEnvironment({ ...coin, ...changes } as never)).toThrow(expect.objectContaining(expected));
  });
});
