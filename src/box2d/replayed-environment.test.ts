import { describe, expect, it } from "vitest";
import { checkEnvironment, type EnvironmentDefinition, vectorize } from "../environments/index.js";
import { createRandom } from "../random/index.js";
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
  it("keeps the contract of environments, exact restoring included", () => {
    expect(checkEnvironment(definition, { steps: 300 }).problems).toEqual([]);
  });

  it("goes on bit for bit from a saved state, in contact with the ground and into the next episodes", () => {
    const { original, restored } = [0, 1].reduce<Record<string, Float32Array[]>>((runs, run) => {
      const vector = vectorize(definition, 2, createRandom(run === 0 ? 7 : 8).split("environment"));
      if (run === 0) {
        vector.reset();
        for (let i = 0; i < 105; i++) vector.step(batch(definition, i));
        saved = vector.getState();
      } else {
        // Another past must not matter: planck reuses contacts across worlds.
        vector.reset();
        for (let i = 0; i < 40; i++) vector.step(batch(definition, i + 1));
        vector.setState(saved!);
      }
      const seen: Float32Array[] = [];
      for (let i = 0; i < 120; i++) {
        vector.step(batch(definition, i * 3));
        seen.push(vector.observations.slice(), vector.rewards.slice());
      }
      runs[run === 0 ? "original" : "restored"] = seen;
      return runs;
    }, {});
    expect(restored).toEqual(original);
  });
});

let saved: ReturnType<ReturnType<typeof vectorize>["getState"]> | undefined;

/** Actions for two copies that look random but need no generator. */
function batch({ actionSpace }: EnvironmentDefinition, t: number): Int32Array | Float32Array {
  if (actionSpace.kind === "discrete") return Int32Array.of((t * 7) % 4, (t * 5 + 1) % 4);
  const size = actionSpace.kind === "box" ? actionSpace.low.length : 0;
  return Float32Array.from({ length: 2 * size }, (_, i) => Math.sin(t * 1.7 + i * 2.3));
}

describe("the state of an episode", () => {
  const create = () => lunarLander.create!(createRandom(3));

  it("is the generator's at its start and the actions since", () => {
    const environment = create();
    expect(environment.getState!()).toBe(null);
    environment.reset();
    for (const action of [0, 2, 2, 1]) environment.step(action);
    expect(environment.getState!()).toEqual({
      random: createRandom(3).getState(),
      actions: Float32Array.of(0, 2, 2, 1),
    });
  });

  it("does not change with later steps", () => {
    const environment = create();
    environment.reset();
    environment.step(2);
    const state = environment.getState!();
    environment.step(3);
    expect((state as { readonly actions: Float32Array }).actions).toEqual(Float32Array.of(2));
  });

  it("outlasts its first room for actions", () => {
    const environment = bipedalWalker.create!(createRandom(3));
    environment.reset();
    for (let i = 0; i < 300; i++) environment.step(new Float32Array(4));
    const state = environment.getState!();
    expect((state as { readonly actions: Float32Array }).actions).toHaveLength(1200);
    const other = bipedalWalker.create!(createRandom(4));
    other.setState!(state);
    expect(other.step(new Float32Array(4)).observation).toEqual(environment.step(new Float32Array(4)).observation);
  });

  it("leaves the generator where it was when it is restored", () => {
    const random = createRandom(5);
    const environment = lunarLander.create!(random);
    environment.reset();
    environment.step(2);
    const now = random.getState();
    environment.setState!(environment.getState!());
    expect(random.getState()).toEqual(now);
  });

  it("from before the first reset restores that, too", () => {
    const environment = create();
    environment.reset();
    environment.setState!(null);
    expect(() => environment.step(0)).toThrow(/stepped before its first reset/);
  });

  it("is refused if it is something else", () => {
    const environment = create();
    environment.reset();
    for (const state of [3, {}, { random: [1, 2] }, { random: [1], actions: [0] }]) {
      expect(() => environment.setState!(state)).toThrow('This is no saved state of "LunarLander-v3"');
    }
  });
});
