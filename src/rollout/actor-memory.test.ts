import { describe, expect, it } from "vitest";
import { type EnvironmentDefinition, vectorize } from "../environments/index.js";
import { counter, walk } from "../environments/testing.js";
import { compileActing, createActorCritic } from "../policies/index.js";
import { createRandom } from "../random/index.js";
import { createActor } from "./index.js";

const COUNT = 2;
const LENGTH = 3;

async function build(definition: EnvironmentDefinition, { steps = 9, seed = 0, cell = "lstm" as "gru" | "lstm" } = {}) {
  const environment = vectorize(definition, COUNT, createRandom(seed));
  const network = { hidden: [4], memory: { cell, size: 3, sequenceLength: LENGTH } };
  const model = createActorCritic({ ...definition, network });
  const parameters = model.parameters.initialize(createRandom(1));
  const programs = await compileActing(model);
  const actor = createActor({ model, programs, environment, steps, random: createRandom(2) });
  environment.reset();
  return { environment, model, parameters, programs, actor };
}

describe.each(["gru", "lstm"] as const)("an actor with a memory (%s)", (cell) => {
  it.each([
    { what: "terminations", definition: counter(4) },
    { what: "truncations", definition: { ...counter(1000), maxEpisodeSteps: 4 } },
  ])("keeps what stepwise acting remembers, and forgets at $what", async ({ definition }) => {
    const { actor, model, parameters, programs } = await build(definition, { cell });
    const { stateSize } = model.memory!;
    let state = new Float32Array(COUNT * stateSize);
    let starts = [1, 1];
    for (let round = 0; round < 2; round++) {
      const fragment = await actor.collect(parameters);
      const { memory, observations, terminated, truncated, values, nextValues } = fragment;
      for (let t = 0; t < 9; t++) {
        const rows = [t * COUNT, (t + 1) * COUNT] as const;
        if (t % LENGTH === 0) {
          const stored = memory!.states.subarray(
            (t / LENGTH) * COUNT * stateSize,
            (t / LENGTH + 1) * COUNT * stateSize,
          );
          expect([...stored]).toEqual([...state]);
        }
        expect([...memory!.episodeStarts.subarray(...rows)]).toEqual(starts);
        const observation = observations.subarray(...rows);
        const { value } = await programs.value.run({ parameters, observation, state });
        for (const copy of [0, 1]) expect(values[rows[0] + copy]).toBeCloseTo(value[copy]!, 5);
        await programs.sample.use(parameters, 1);
        const noise = new Float32Array(COUNT * model.noise.size);
        const next = (await programs.sample.run({ observation, state, noise })).nextState!;
        // the true next observation, seen with what is remembered before anything is forgotten
        const following = Float32Array.from(observation, (count) => count + 1);
        const { value: nextValue } = await programs.value.run({ parameters, observation: following, state: next });
        state = Float32Array.from(next);
        for (const copy of [0, 1]) {
          const row = rows[0] + copy;
          const ended = terminated[row] === 1 || truncated[row] === 1;
          if (truncated[row] === 1 || (t === 8 && terminated[row] !== 1)) {
            expect(nextValues[row]).toBeCloseTo(nextValue[copy]!, 5);
          }
          if (ended) state.fill(0, copy * stateSize, (copy + 1) * stateSize);
          starts[copy] = ended ? 1 : 0;
        }
        starts = [...starts];
      }
    }
  });

  it("restored from a saved state goes on exactly", async () => {
    const { actor, parameters } = await build(counter(5), { cell });
    await actor.collect(parameters);
    const saved = structuredClone(actor.getState());
    const expected = structuredClone(await actor.collect(parameters));
    const other = await build(counter(5), { cell, seed: 7 });
    other.actor.setState(saved);
    expect(structuredClone(await other.actor.collect(parameters))).toEqual(expected);
  });

  it("forgets when its episodes are begun anew, also because they could not be restored", async () => {
    const { getState: _, setState: __, ...forgetful } = walk.create!(createRandom(0)); // it is made of objects
    const definition = { ...walk, create: () => forgetful } as EnvironmentDefinition;
    const { actor, parameters } = await build(definition, { cell });
    const fresh = (fragment: { memory?: { states: Float32Array; episodeStarts: Float32Array } | undefined }) =>
      fragment.memory!.states.subarray(0, 6).every((value) => value === 0) && fragment.memory!.episodeStarts[0] === 1;
    expect(fresh(await actor.collect(parameters))).toBe(true);
    expect(fresh(await actor.collect(parameters))).toBe(false);
    actor.restart();
    expect(fresh(await actor.collect(parameters))).toBe(true);
    actor.setState(structuredClone(actor.getState()));
    expect(fresh(await actor.collect(parameters))).toBe(true);
  });
});

it("an actor whose fragments cannot be cut into sequences is refused", async () => {
  await expect(build(counter(4), { steps: 10 })).rejects.toMatchObject({ code: "indivisible-sequences" });
});
