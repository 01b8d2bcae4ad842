import { describe, expect, it } from "vitest";
import { defineEnvironment, type EnvironmentDefinition, vectorize } from "../environments/index.js";
import { counter } from "../environments/testing.js";
import { type ActorCriticOptions, compileActing, createActorCritic } from "../policies/index.js";
import { createRandom } from "../random/index.js";
import { box } from "../spaces/index.js";
import { createStepActor } from "./index.js";

async function build(
  definition: EnvironmentDefinition,
  exploration: NonNullable<ActorCriticOptions["exploration"]> = { squashed: true },
) {
  const environment = vectorize(definition, 2, createRandom(0));
  const model = createActorCritic({ ...definition, network: { hidden: [8] }, exploration });
  const parameters = model.parameters.initialize(createRandom(1));
  const programs = await compileActing(model);
  const actor = createStepActor({ model, programs, environment, random: createRandom(2) });
  environment.reset();
  return { environment, parameters, actor };
}

describe("a step actor", () => {
  it("gives true next observations: the last of an episode where it ended, however it ended", async () => {
    for (const [definition, ends] of [
      [counter(2), "terminated"],
      [{ ...counter(1000), maxEpisodeSteps: 2 } as EnvironmentDefinition, "truncated"],
    ] as const) {
      const { actor, parameters } = await build(definition);
      const seen: number[][] = [];
      for (let t = 0; t < 4; t++) {
        const { observations, nextObservations, rewards, ...flags } = await actor.step(parameters);
        seen.push([observations[1]!, nextObservations[1]!, rewards[1]!, flags[ends][1]!]);
      }
      expect(seen).toEqual([
        [0, 1, 1, 0],
        [1, 2, 2, 1],
        [0, 1, 1, 0],
        [1, 2, 2, 1],
      ]);
    }
  });

  it("acts as it is told to, in place of the policy", async () => {
    const { actor, parameters } = await build(counter(5));
    const { actions } = await actor.step(parameters, (into) => into.fill(0.5));
    expect([...actions]).toEqual([0.5, 0.5]);
  });

  it("draws noise anew at every step, or keeps it for as long as the exploration says", async () => {
    const still = defineEnvironment({
      id: "Still-v0",
      observationSpace: box({ shape: [1], low: -1, high: 1 }),
      actionSpace: box({ shape: [1], low: -1, high: 1 }),
      create: () => ({ reset: () => [1], step: () => ({ observation: [1], reward: 0, terminated: false }) }),
    });
    const draws = async (exploration: NonNullable<ActorCriticOptions["exploration"]>) => {
      const { actor, parameters } = await build(still, exploration);
      actor.begin();
      const actions: number[] = [];
      for (let t = 0; t < 6; t++) {
        if (t === 4) actor.begin();
        actions.push((await actor.step(parameters)).actions[0]!);
      }
      return actions.map((action, t) => (t > 0 && action === actions[t - 1] ? "same" : "new"));
    };
    expect(await draws({})).toEqual(["new", "new", "new", "new", "new", "new"]);
    expect(await draws({ stateDependent: true, samplePeriod: 3 })).toEqual([
      "new",
      "same",
      "same",
      "new",
      "new",
      "same",
    ]);
    expect(await draws({ stateDependent: true })).toEqual(["new", "same", "same", "same", "new", "same"]);
  });

  it("goes on the same after its state was saved", async () => {
    const [one, other] = [await build(counter(5)), await build(counter(5))];
    for (let t = 0; t < 3; t++) await one.actor.step(one.parameters);
    other.actor.setState(one.actor.getState());
    const copy = async ({ actor, parameters }: typeof one) => structuredClone(await actor.step(parameters));
    for (let t = 0; t < 3; t++) expect(await copy(other)).toEqual(await copy(one));
  });
});
