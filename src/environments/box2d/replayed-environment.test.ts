import { describe, expect, it } from "vitest";
import { createRandom } from "../../random/index.js";
import { asEnvironment } from "../as-environment.js";
import { checkEnvironment } from "../checking/index.js";
import type { EnvironmentDefinition } from "../environment.js";
import { loadEnvironment } from "../load-environment.js";
import { vectorize } from "../vectorize.js";
import {
  bipedalWalker,
  bipedalWalkerHardcore,
  defineLunarLander,
  lunarLander,
  lunarLanderContinuous,
} from "./index.js";

const windy = defineLunarLander("WindyLander-v0", { enableWind: true });
const definitions = [
  lunarLander,
  lunarLanderContinuous,
  windy,
  bipedalWalker,
  bipedalWalkerHardcore,
] as readonly unknown[] as readonly EnvironmentDefinition[];

describe.each(definitions.map((definition) => [definition.id, definition] as const))("%s", (_, definition) => {
  it("keeps the contract of environments, exact restoring included", async () => {
    expect(checkEnvironment(await loadEnvironment(definition), { steps: 300 }).problems).toEqual([]);
  });

  it("goes on bit for bit from a saved state, in contact with the ground and into the next episodes", async () => {
    const loaded = await loadEnvironment(definition);
    const original = vectorize(loaded, 2, createRandom(7), { maxEpisodeSteps: 150 });
    original.reset();
    for (let i = 0; i < 105; i++) original.step(batch(definition, i));
    const state = original.getState();
    // another past must not matter: planck lends the contacts of one world to the next
    const restored = vectorize(loaded, 2, createRandom(8), { maxEpisodeSteps: 150 });
    restored.reset();
    for (let i = 0; i < 40; i++) restored.step(batch(definition, i + 1));
    restored.setState(state);
    let episodes = 0;
    for (let i = 0; i < 120; i++) {
      original.step(batch(definition, i * 3));
      restored.step(batch(definition, i * 3));
      expect(restored.observations).toEqual(original.observations);
      expect(restored.rewards).toEqual(original.rewards);
      expect(restored.finishedEpisodes).toEqual(original.finishedEpisodes);
      episodes += original.finishedEpisodes.length;
    }
    expect(episodes).toBeGreaterThan(0);
  });
});

/** Actions for two copies that look random but need no generator. */
function batch({ actionSpace }: EnvironmentDefinition, t: number): Int32Array | Float32Array {
  if (actionSpace.kind === "discrete") return Int32Array.of((t * 7) % 4, (t * 5 + 1) % 4);
  const size = actionSpace.kind === "box" ? actionSpace.low.length : 0;
  return Float32Array.from({ length: 2 * size }, (_, i) => Math.sin(t * 1.7 + i * 2.3));
}

describe("the state of an episode", () => {
  const create = async () => asEnvironment(await loadEnvironment(lunarLander), createRandom(3));

  it("is the generator's at its start and the actions since", async () => {
    const environment = await create();
    expect(environment.getState!()).toBe(null);
    environment.reset();
    for (const action of [0, 2, 2, 1]) environment.step(action);
    expect(environment.getState!()).toEqual({
      random: createRandom(3).getState(),
      actions: Float32Array.of(0, 2, 2, 1),
    });
  });

  it("does not change with later steps", async () => {
    const environment = await create();
    environment.reset();
    environment.step(2);
    const state = environment.getState!();
    environment.step(3);
    expect((state as { readonly actions: Float32Array }).actions).toEqual(Float32Array.of(2));
  });

  it("outlasts its first room for actions", async () => {
    const environment = asEnvironment(await loadEnvironment(bipedalWalker), createRandom(3));
    environment.reset();
    for (let i = 0; i < 300; i++) environment.step(new Float32Array(4));
    const state = environment.getState!();
    expect((state as { readonly actions: Float32Array }).actions).toHaveLength(1200);
    const other = asEnvironment(await loadEnvironment(bipedalWalker), createRandom(4));
    other.setState!(state);
    expect(other.step(new Float32Array(4)).observation).toEqual(environment.step(new Float32Array(4)).observation);
  });

  it("leaves the generator where it was when it is restored", async () => {
    const random = createRandom(5);
    const environment = asEnvironment(await loadEnvironment(lunarLander), random);
    environment.reset();
    environment.step(2);
    const now = random.getState();
    environment.setState!(environment.getState!());
    expect(random.getState()).toEqual(now);
  });

  it("from before the first reset restores that, too", async () => {
    const environment = await create();
    environment.reset();
    environment.setState!(null);
    expect(() => environment.step(0)).toThrow(/stepped before its first reset/);
  });

  it("is refused if it is something else", async () => {
    const environment = await create();
    environment.reset();
    for (const state of [3, {}, { random: [1, 2] }, { random: [1], actions: [0] }]) {
      expect(() => environment.setState!(state)).toThrow('This is no saved state of "LunarLander-v3"');
    }
  });
});
