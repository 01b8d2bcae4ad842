import { describe, expect, it } from "vitest";
import { createRandom } from "../random/index.js";
import { box, discrete } from "../spaces/index.js";
import { asEnvironment } from "./as-environment.js";
import { checkEnvironment } from "./checking/index.js";
import { defineEnvironment } from "./define.js";
import { loadEnvironment } from "./load-environment.js";
import { record, walk } from "./testing.js";
import { vectorize } from "./vectorize.js";
import { frameStack, transformObservation, transformReward } from "./wrappers/index.js";

/** `walk`, which has to be loaded first. */
function lazyWalk() {
  const asked = { times: 0 };
  const definition = defineEnvironment({
    id: "LazyWalk-v0",
    observationSpace: box({ shape: [2], low: -100, high: 100 }),
    actionSpace: discrete(2),
    maxEpisodeSteps: 20,
    load: async () => {
      asked.times++;
      return { create: walk.create! };
    },
  });
  return { definition, asked };
}

describe("an environment that is loaded", () => {
  it("tells its spaces beforehand, but cannot be stepped", () => {
    const { definition, asked } = lazyWalk();
    expect(definition.observationSpace.shape).toEqual([2]);
    const refusal = expect.objectContaining({ name: "UsageError", code: "environment-not-loaded" });
    expect(() => vectorize(definition, 2, createRandom(1))).toThrow(refusal);
    expect(() => asEnvironment(definition, createRandom(1))).toThrow(refusal);
    expect(checkEnvironment(definition).problems).toEqual([
      'Environment "LazyWalk-v0" has to be loaded before it can be stepped.',
    ]);
    expect(asked.times).toBe(0);
  });

  it("is loaded once and then plays as any other", async () => {
    const { definition, asked } = lazyWalk();
    const [first, second] = await Promise.all([loadEnvironment(definition), loadEnvironment(definition)]);
    expect(second).toBe(first);
    expect(asked.times).toBe(1);
    const [loaded, direct] = [first, walk].map((environment) => {
      const vector = vectorize(environment, 3, createRandom(4));
      vector.reset();
      return record(vector, 60);
    });
    expect(loaded).toEqual(direct);
  });

  it("is loaded again after a failure", async () => {
    let attempts = 0;
    const { create: _, load: __, dynamics: ___, ...metadata } = walk;
    const definition = defineEnvironment({
      ...metadata,
      load: async () => {
        if (++attempts === 1) throw new Error("offline");
        return { create: walk.create! };
      },
    });
    await expect(loadEnvironment(definition)).rejects.toThrow("offline");
    expect((await loadEnvironment(definition)).create).toBe(walk.create);
  });

  it("can be wrapped before it is loaded", async () => {
    const play = (definition: Parameters<typeof vectorize>[0]) => {
      const vector = vectorize(definition, 2, createRandom(4));
      vector.reset();
      return record(vector, 30);
    };
    const doubled = { observationSpace: box({ shape: [1] }), transform: ([x]: Float32Array) => [2 * x!] };
    const wrap = (definition: typeof walk) =>
      frameStack(
        transformObservation(
          transformReward(definition, (reward) => 3 * reward),
          doubled,
        ),
        2,
      );
    expect(play(await loadEnvironment(wrap(lazyWalk().definition)))).toEqual(play(wrap(walk)));
  });

  it("says what it was made with, which may be known only then, through wrappers as well", async () => {
    const { create: _, load: __, dynamics: ___, ...metadata } = walk;
    const load = async () => ({ create: walk.create!, settings: { steps: 10 } });
    const late = defineEnvironment({ ...metadata, settings: { steps: 5 }, load });
    expect((await loadEnvironment(late)).settings).toEqual({ steps: 10 });
    expect((await loadEnvironment(frameStack(late, 2))).settings).toEqual({ steps: 10 });
    const early = defineEnvironment({
      ...metadata,
      settings: { steps: 5 },
      load: async () => ({ create: walk.create! }),
    });
    expect((await loadEnvironment(early)).settings).toEqual({ steps: 5 });
    const wrong = defineEnvironment({
      ...metadata,
      load: async () => ({ create: walk.create!, settings: { steps: 1n } }),
    });
    await expect(loadEnvironment(wrong)).rejects.toMatchObject({ code: "invalid-environment" });
  });

  it("is what it was loaded to be: an implementation that makes no sense is refused", async () => {
    const { definition } = lazyWalk();
    const broken = {
      ...definition,
      load: async () => ({ dynamics: { stateSize: 0 } }),
    } as unknown as typeof definition;
    await expect(loadEnvironment(broken)).rejects.toMatchObject({ code: "invalid-environment" });
  });
});
