import { describe, expect, it } from "vitest";
import { defineEnvironment, type EnvironmentDefinition, vectorize } from "../environments/index.js";
import { RunError, UsageError } from "../errors.js";
import { linear } from "../nn/index.js";
import { compileActing } from "../policies/index.js";
import { createRandom } from "../random/index.js";
import { createStepActor } from "../rollout/index.js";
import { compile } from "../runtime/index.js";
import { box, dict, discrete, multiDiscrete, type Space } from "../spaces/index.js";
import { relu, type Tensor } from "../tensor/index.js";
import { type SacOptions, sac, type UpdateMetrics } from "./index.js";
import { createSacModel } from "./sac/model.js";
import { continuousBandit } from "./testing/probes.js";

const small: SacOptions = { network: { hidden: [32] }, batchSize: 64, learningRate: 3e-3, bufferSize: 10_000 };

/** A learner with an actor to act for it. */
async function practice(definition: EnvironmentDefinition, options: SacOptions, seed = 1) {
  const random = createRandom(seed);
  const algorithm = sac({ ...small, ...options });
  const environment = vectorize(definition, algorithm.collection.nEnvs, random.split("environment"));
  const learner = await algorithm.create({ ...definition, masked: false, random: random.split("learner") });
  const programs = await compileActing(learner.model);
  const actor = createStepActor({ model: learner.model, programs, environment, random: random.split("actor") });
  environment.reset();
  return {
    learner,
    async learn(iterations: number): Promise<UpdateMetrics> {
      let metrics: UpdateMetrics = {};
      for (let i = 0; i < iterations; i++) metrics = await learner.learn(actor, i / iterations);
      return metrics;
    },
    async look(observation: readonly number[]) {
      const feeds = { parameters: learner.parameters, observation: Float32Array.from(observation) };
      const action = new Float32Array(learner.model.family.actionSize);
      const { distribution, value } = await programs.evaluate.run({ ...feeds, action });
      return { mean: distribution[0]!, logStd: distribution[1]!, value: value[0]! };
    },
  };
}

/** Every step pays 1 and nothing changes; ten steps, then the recording stops, or the task ends. */
const paying = (end: "truncation" | "termination"): EnvironmentDefinition =>
  defineEnvironment({
    id: "Paying-v0",
    observationSpace: box({ shape: [1], low: -1, high: 1 }),
    actionSpace: box({ shape: [1], low: -1, high: 1 }),
    ...(end === "truncation" && { maxEpisodeSteps: 10 }),
    create: () => {
      let step = 0;
      return {
        reset() {
          step = 0;
          return [1];
        },
        step: () => ({ observation: [1], reward: 1, terminated: end === "termination" && ++step === 10 }),
      };
    },
  });

describe("Soft Actor-Critic", () => {
  it("finds the action that pays most, off the middle of the bounds", async () => {
    // −(a − 1)² on [−2, 2]
    const { learn, look } = await practice(continuousBandit(1), { alpha: 0.01 });
    await learn(12);
    const { mean, value } = await look([1]);
    expect(2 * Math.tanh(mean)).toBeCloseTo(1, 0);
    expect(Math.abs(value)).toBeLessThan(0.1);
  });

  it("bootstraps where an episode was only cut off, and not where it ended", async () => {
    // With γ = 0.8 and no entropy bonus Q is 1/(1 − γ) = 5 if nothing ends. The observation does not tell how long an
    // episode lasts, so where one step in ten ends it Q = 1 + 0.8·0.9·Q = 3.57.
    const options = { alpha: 0, gamma: 0.8, tau: 0.05 };
    const truncated = await practice(paying("truncation"), options);
    await truncated.learn(12);
    expect((await truncated.look([1])).value).toBeCloseTo(5, 0);
    const terminated = await practice(paying("termination"), options);
    await terminated.learn(12);
    expect(Math.abs((await terminated.look([1])).value - 3.57)).toBeLessThan(0.4);
  });

  it("an automatic α brings the entropy to its target", async () => {
    // At rest the squared error's curvature and α balance at a standard deviation of about 0.15.
    const { learn } = await practice(continuousBandit(1), { targetEntropy: -0.5 });
    const metrics = await learn(20);
    expect(Math.abs(metrics["losses/entropy"]! + 0.5)).toBeLessThan(0.2);
  });

  it("acts at random and learns nothing until learningStarts, then takes as many gradient steps as it was told to", async () => {
    const { learner, learn } = await practice(continuousBandit(0), {
      nSteps: 20,
      learningStarts: 40,
      trainFrequency: 4,
      gradientSteps: 3,
    });
    const before = learner.parameters.slice();
    expect(await learn(2)).toEqual({ "replay/size": 40, "charts/learning_rate": 3e-3, "charts/gradient_steps": 0 });
    expect(learner.parameters).toEqual(before);
    const metrics = await learn(1);
    // 20 / 4 times 3
    expect(metrics["charts/gradient_steps"]).toBe(15);
    expect(Object.values(metrics).every(Number.isFinite)).toBe(true);
    expect(learner.parameters).not.toEqual(before);
  });

  it("random actions before learning fill the bounds evenly", async () => {
    const sent: number[] = [];
    const definition = continuousBandit(0);
    const recording = defineEnvironment({
      id: "Recording-v0",
      observationSpace: definition.observationSpace,
      actionSpace: box({ shape: [1], low: 1, high: 5 }),
      create: () => ({
        reset: () => [1],
        step(action) {
          sent.push(action[0]!);
          return { observation: [1], reward: 0, terminated: true };
        },
      }),
    });
    const { learn } = await practice(recording, { nSteps: 400, nEnvs: 2, learningStarts: 800 });
    await learn(1);
    expect(sent).toHaveLength(800);
    const quarters = [0, 0, 0, 0];
    for (const action of sent) quarters[Math.min(3, Math.floor(action - 1))]!++;
    // four standard deviations of a binomial of 800 draws at 1/4
    for (const count of quarters) expect(Math.abs(count - 200)).toBeLessThan(50);
  });

  it("the value it exports is the smaller Q at the mean action", async () => {
    const random = createRandom(4);
    const spaces = {
      observationSpace: box({ shape: [1], low: -1, high: 1 }),
      actionSpace: box({ shape: [1], low: -1, high: 1 }),
    };
    const model = createSacModel(spaces, { network: { hidden: [8] }, exploration: {} });
    const [first, second] = model.q;
    const mode = model.head.distribution.mode();
    const [looking, judging] = await Promise.all([
      compile({ outputs: model.parameters.bind({ mode, value: model.value }) }),
      compile({ outputs: model.parameters.bind({ first, second }) }),
    ]);
    const parameters = Float32Array.from({ length: model.parameters.size }, () => random.normal());
    const observation = Float32Array.of(-0.9, -0.3, 0.2, 0.8);
    const looked = await looking.run({ parameters, observation });
    const judged = await judging.run({ parameters, observation, action: (looked.mode as Float32Array).map(Math.tanh) });
    for (const [i, value] of looked.value.entries()) {
      expect(value).toBeCloseTo(Math.min(judged.first[i]!, judged.second[i]!), 5);
    }
  });

  it("a network of one's own is built for the actor and for each critic", async () => {
    const widths: unknown[] = [];
    const network: SacOptions["network"] = (scope, x) => {
      widths.push(x.shape[1]);
      return relu(linear(scope.scope("mine"), x, 8));
    };
    const { learn } = await practice(continuousBandit(0), { network });
    expect(widths).toEqual([1, 2, 2]);
    expect((await learn(2))["charts/gradient_steps"]).toBe(100);
  });

  it("gSDE explores for it, too", async () => {
    const { learner, learn } = await practice(continuousBandit(0), {
      exploration: { stateDependent: true, samplePeriod: 4 },
    });
    expect(learner.model.noise).toEqual({ kind: "normal", size: 32, period: 4 });
    expect((await learn(2))["charts/gradient_steps"]).toBe(100);
  });

  it("stops where a quantity is no longer finite, and names it and the step", async () => {
    const { learn } = await practice(continuousBandit(0), { learningRate: 1e30 });
    const failure = await learn(3).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(RunError);
    expect((failure as RunError).message).toMatch(/^\w+ is (NaN|-?Infinity) at position 0 at gradient step \d+\.$/);
  });

  it("goes on the same after its state was saved", async () => {
    const whole = await practice(continuousBandit(1), { nSteps: 150 });
    await whole.learn(1);
    const other = await practice(continuousBandit(1), { nSteps: 150 });
    other.learner.setState(whole.learner.getState());
    expect(other.learner.parameters).toEqual(whole.learner.parameters);
    expect(other.learner.getState()).toEqual(whole.learner.getState());
  });
});

describe("what Soft Actor-Critic cannot do is refused with a reason", () => {
  const refusal = async (make: () => unknown): Promise<UsageError> => {
    try {
      await make();
    } catch (error) {
      expect(error).toBeInstanceOf(UsageError);
      return error as UsageError;
    }
    throw new Error("It was not refused.");
  };
  const action = box({ shape: [1], low: -1, high: 1 });
  const onSpace =
    (actionSpace: Space, observationSpace: Space = box({ shape: [1] }), options = small) =>
    () =>
      sac(options).create({
        observationSpace,
        actionSpace,
        masked: false,
        random: createRandom(1),
      });

  it.each([discrete(3), multiDiscrete([2, 2])])("actions that are chosen: $kind", async (space) => {
    const { code, message, fix } = await refusal(onSpace(space));
    expect(code).toBe("unsupported-action-space");
    expect(message).toContain("sac needs a Box action space with bounds, but the action space is");
    expect(fix).toContain("ppo");
  });

  it("actions without bounds", async () => {
    const { code, message } = await refusal(onSpace(box({ shape: [2], low: 0 })));
    expect(code).toBe("unbounded-action-space");
    expect(message).toContain("element 0 of the action space has the bounds [0, Infinity]");
  });

  it("parts of an observation that an exported policy could not tell apart", async () => {
    const observation = dict({ "body.speed": action, body: dict({ speed: action }) });
    expect((await refusal(onSpace(action, observation))).code).toBe("reserved-name");
  });

  it("a network function that returns what other algorithms take", async () => {
    const network = ((_scope: unknown, input: Tensor) => ({ policy: input, value: input })) as never;
    const { code, fix } = await refusal(onSpace(action, action, { ...small, network }));
    expect(code).toBe("invalid-network");
    expect(fix).toBe("Return a tensor of shape [batch, features].");
  });

  const impossible: [options: object, message: string, fix: string][] = [
    [{ batchSize: 300, bufferSize: 200 }, "batchSize 300 is larger than bufferSize 200", "larger bufferSize"],
    [{ nSteps: 10, trainFrequency: 4 }, "nSteps 10 is no multiple of trainFrequency 4", "nSteps 12"],
    [{ normalizeObservation: true }, "normalizeObservation is true", "transformObservation"],
    [{ normalizeReward: true }, "normalizeReward is true", "transformReward"],
    [{ tau: 2 }, '"tau" is 2', "1 or less"],
    [{ alpha: "none" }, '"alpha" is "none"', ""],
    [{ alpha: -1 }, '"alpha" is -1', "0 or more"],
    [{ gradientSteps: 0 }, '"gradientSteps" is 0', "1 or more"],
    [{ exploration: { squashed: false } }, 'no option "exploration.squashed"', ""],
    [{ network: { shared: true } }, "network.shared", ""],
  ];
  it.each(impossible)("%o", async (options, message, fix) => {
    const error = await refusal(() => sac(options as SacOptions));
    expect(error.message).toContain(message);
    expect(error.fix).toContain(fix);
  });
});
