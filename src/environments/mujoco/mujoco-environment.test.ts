import type * as v from "valibot";
import { describe, expect, expectTypeOf, it } from "vitest";
import { createRandom } from "../../random/index.js";
import { asEnvironment } from "../as-environment.js";
import { checkEnvironment } from "../checking/index.js";
import { loadEnvironment } from "../load-environment.js";
import { findEnvironment } from "../registry.js";
import { randomActions, record } from "../testing.js";
import { validateSettings } from "../validate-settings.js";
import { vectorize } from "../vectorize.js";
import {
  type MujocoTaskId,
  type MujocoTaskKeywords,
  type MujocoTaskOptions,
  mujocoEnvironment,
  mujocoModelXml,
  mujocoTasks,
} from "./index.js";
import { halfCheetahModel } from "./models/index.js";
import type { tasks } from "./tasks/index.js";

const loaded = (id: string) => loadEnvironment(findEnvironment(id));

describe("a MuJoCo task", () => {
  it.each(mujocoTasks.map(({ id }) => id))("%s is what its registration promised before it was loaded", async (id) => {
    const { dynamics: _, settings: ___, ...metadata } = await loaded(id);
    const { load: __, ...promised } = findEnvironment(id);
    expect(metadata).toEqual(promised);
  });

  it.each(["HalfCheetah-v5", "Hopper-v5", "Humanoid-v5", "Pusher-v5"])("%s keeps the contract", async (id) => {
    expect(checkEnvironment(await loaded(id), { steps: 60 }).problems).toEqual([]);
  });

  it("offers the text of its model, which makes the same task when it is given back", async () => {
    const again = await mujocoEnvironment("Hopper-v5", { xml: mujocoModelXml("Hopper-v5") });
    expect(again.observationSpace).toEqual((await loaded("Hopper-v5")).observationSpace);
    expect(() => mujocoModelXml("Hoper-v5" as MujocoTaskId)).toThrow('no MuJoCo task "Hoper-v5"');
  });

  it("says what it was made with: the task, all its options and a model of one's own", async () => {
    const made = async (options: MujocoTaskOptions<"Hopper-v5">) =>
      (await mujocoEnvironment("Hopper-v5", options)).settings;
    const usual = await made({});
    expect(usual).toMatchObject({ task: "Hopper-v5", frameSkip: 4, options: { healthyReward: 1 } });
    expect(usual).not.toHaveProperty("xml");
    expect(await made({ id: "Other-v0", frameSkip: 4, healthyReward: 1, healthyZRange: [0.7, Infinity] })).toEqual(
      usual,
    );
    const xml = mujocoModelXml("Hopper-v5");
    for (const options of [{ healthyReward: 5 }, { frameSkip: 5 }, { healthyZRange: [0.7, 2] as const }, { xml }]) {
      const settings = await made(options);
      expect(settings).not.toEqual(usual);
      expect(() => validateSettings("Hopper-v5", settings)).not.toThrow();
    }
    expect(await made({ xml })).toEqual({ ...usual, xml });
  });

  it("starts episodes as Gymnasium does: noise of the scale given, and nowhere else", async () => {
    const still = asEnvironment(await mujocoEnvironment("Walker2d-v5", { resetNoiseScale: 0 }), createRandom(1));
    expect([...(still.reset() as Float32Array)]).toEqual([1.25, ...new Array<number>(16).fill(0)]);
    const noisy = asEnvironment(await loaded("Walker2d-v5"), createRandom(1));
    const draws = Array.from({ length: 50 }, () => [...(noisy.reset() as Float32Array)].slice(1)).flat();
    const [least, most] = [Math.min(...draws), Math.max(...draws)];
    expect(least).toBeGreaterThanOrEqual(-0.005001);
    expect(most).toBeLessThanOrEqual(0.005001);
    expect(most - least).toBeGreaterThan(0.009);
  });

  it("plays the same in one copy as in many that take turns in the same simulation", async () => {
    const definition = await loaded("Ant-v5");
    const alone = vectorize(definition, 1, createRandom(7));
    const among = vectorize(definition, 5, createRandom(7));
    alone.reset();
    among.reset();
    const random = createRandom(3);
    for (let step = 0; step < 60; step++) {
      const actions = randomActions(among, random);
      among.step(actions);
      alone.step(actions.slice(0, 8));
      expect([...alone.observations]).toEqual([...among.observations.subarray(0, 105)]);
      expect(alone.rewards[0]).toBe(among.rewards[0]);
    }
  });

  it("continues from a saved state bit for bit, the solver's warm start included, while others use the simulation", async () => {
    const definition = await loaded("Humanoid-v5");
    const vector = vectorize(definition, 3, createRandom(1));
    vector.reset();
    record(vector, 10);
    const state = vector.getState();
    const expected = record(vector, 30);
    const other = vectorize(definition, 3, createRandom(2));
    other.reset();
    record(other, 5);
    other.setState(state);
    expect(record(other, 30)).toEqual(expected);
  });

  it("takes Gymnasium's keyword arguments as options", async () => {
    const custom = await mujocoEnvironment("HalfCheetah-v5", {
      forwardRewardWeight: 0,
      ctrlCostWeight: 2,
      excludeCurrentPositionsFromObservation: false,
      frameSkip: 1,
    });
    expect(custom.id).toBe("CustomHalfCheetah-v5");
    expect(custom.observationSpace.shape).toEqual([18]);
    const environment = asEnvironment(custom, createRandom(1));
    environment.reset();
    const { reward } = environment.step(Float32Array.of(0.5, 0, 0, -0.5, 0, 0));
    expect(reward).toBe(-1);
    const named = await mujocoEnvironment("Ant-v5", { id: "BlindAnt-v0", includeCfrcExtInObservation: false });
    expect(named).toMatchObject({ id: "BlindAnt-v0", observationSpace: { shape: [27] } });
  });

  it("declares for every task the options that it reads", () => {
    type Declared = { readonly [Id in MujocoTaskId]: MujocoTaskKeywords[Id] };
    type Read = { readonly [Id in MujocoTaskId]: v.InferInput<(typeof tasks)[Id]["options"]> };
    type Named = { readonly [Id in MujocoTaskId]: keyof Read[Id] };
    expectTypeOf<Named>().toEqualTypeOf<{ readonly [Id in MujocoTaskId]: keyof Declared[Id] }>();
  });

  it("plays on the user's own model, whose spaces it takes", async () => {
    const xml = halfCheetahModel().replace('<motor name="front_foot" joint="front_foot" gear="30"/>', "");
    const custom = await mujocoEnvironment("HalfCheetah-v5", { xml, id: "LameCheetah-v0" });
    expect(custom.actionSpace.shape).toEqual([5]);
    const environment = asEnvironment(custom, createRandom(1));
    environment.reset();
    expect(environment.step(new Float32Array(5)).terminated).toBe(false);
  });

  it("names what is wrong with its options and its model", async () => {
    const wrong = (options: object) => mujocoEnvironment("Hopper-v5", options);
    await expect(wrong({ healthyZrange: [0.5, 1] })).rejects.toMatchObject({
      code: "unknown-option",
      fix: expect.stringContaining('Did you mean "healthyZRange"?'),
    });
    await expect(wrong({ healthyZRange: [2, 1] })).rejects.toMatchObject({ code: "invalid-option" });
    await expect(wrong({ frameSkip: 0 })).rejects.toMatchObject({ code: "invalid-option" });
    await expect(wrong({ xml: "<mujoco><worldbody" })).rejects.toMatchObject({ code: "invalid-model" });
    await expect(mujocoEnvironment("Ant-v5", { mainBody: "thorso" })).rejects.toMatchObject({ code: "unknown-name" });
    await expect(mujocoEnvironment("Hoper-v5" as "Hopper-v5")).rejects.toMatchObject({
      code: "unknown-environment",
      fix: expect.stringMatching(/^Did you mean "Hopper-v5"\? There are: InvertedPendulum-v5, /),
    });
  });

  it("says in which copy and step a simulation explodes, where MuJoCo would silently start over", async () => {
    const definition = await loaded("Swimmer-v5");
    const vector = vectorize(definition, 3, createRandom(1));
    vector.reset();
    record(vector, 4);
    const actions = new Float32Array(6);
    actions[4] = 3e38;
    expect(() => vector.step(actions)).toThrow(
      expect.objectContaining({
        name: "RunError",
        code: "unstable-simulation",
        message: expect.stringMatching(
          /^In environment "Swimmer-v5", copy 2, step 5 of its episode: The simulation became unstable: ctrl\[0\] is 3/,
        ),
      }),
    );
  });
});
