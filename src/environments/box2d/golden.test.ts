import { describe, expect, it } from "vitest";
import { castLidar, LIDAR_RAYS, walkerTerrain } from "../../box2d/index.js";
import { discrete, type Space, type ValueOf } from "../../spaces/index.js";
import type { Environment, EnvironmentDefinition } from "../environment.js";
import recorded from "../golden/box2d.json" with { type: "json" };
import { loadEnvironment } from "../load-environment.js";
import { bipedalWalker, bipedalWalkerHardcore } from "./bipedal-walker.js";
import { defineLunarLander, lunarLander, lunarLanderContinuous } from "./lunar-lander.js";
import { recordedRandom } from "./testing/recorded-random.js";

interface Recording {
  readonly id: string;
  readonly options: { readonly gravity?: number; readonly enable_wind?: boolean };
  /** Everything random, in the order it was drawn. */
  readonly draws: readonly number[];
  readonly firstObservation: readonly number[];
  readonly actions: readonly (number | readonly number[])[];
  readonly observations: readonly (readonly number[])[];
  readonly rewards: readonly number[];
  readonly terminated: readonly boolean[];
}

const episodes = recorded.episodes as readonly Recording[];
const definitions = [
  lunarLander,
  lunarLanderContinuous,
  bipedalWalker,
  bipedalWalkerHardcore,
] as readonly unknown[] as readonly EnvironmentDefinition[];

function definitionOf({ id, options }: Recording): EnvironmentDefinition {
  const { gravity, enable_wind } = options;
  if (gravity === undefined || enable_wind === undefined) return definitions.find((known) => known.id === id)!;
  return defineLunarLander("WindyLander-v0", { gravity, enableWind: enable_wind }) as EnvironmentDefinition;
}

/** The largest differences of a replay from its recording. */
async function replay(recording: Recording) {
  const random = recordedRandom(recording.draws);
  const environment = (await loadEnvironment(definitionOf(recording))).create!(random) as Environment<
    ArrayLike<number>,
    ValueOf<Space>
  >;
  const difference = (observation: ArrayLike<number>, expected: readonly number[]) =>
    Math.max(...expected.map((value, i) => Math.abs(value - observation[i]!)));
  let observations = difference(environment.reset(), recording.firstObservation);
  let rewards = 0;
  const ends: boolean[] = [];
  recording.actions.forEach((action, t) => {
    const result = environment.step(typeof action === "number" ? action : Float32Array.from(action));
    observations = Math.max(observations, difference(result.observation, recording.observations[t]!));
    rewards = Math.max(rewards, Math.abs(result.reward - recording.rewards[t]!));
    ends.push(result.terminated);
  });
  return { observations, rewards, ends, unused: random.remaining };
}

describe("episodes recorded from Gymnasium 1.4", () => {
  it.each(episodes.map((recording, i) => [`${i}: ${recording.id}`, recording] as const))(
    "%s takes the same course with the same random numbers",
    async (_, recording) => {
      const { observations, rewards, ends, unused } = await replay(recording);
      expect(unused).toBe(0);
      expect(ends).toEqual(recording.terminated);
      // Box2D calculates in float32, planck in float64; contacts magnify that
      expect(observations).toBeLessThan(2e-3);
      expect(rewards).toBeLessThan(0.05);
    },
  );

  it.each(
    episodes
      .filter(({ id }) => id.startsWith("Lunar"))
      .map((recording, i) => [`${i}: ${recording.id}`, recording] as const),
  )("%s flies alike to float32's precision, until it touches the ground", async (_, recording) => {
    const touch = recording.observations.findIndex((observation) => observation[6] === 1 || observation[7] === 1);
    const flight = Math.max(touch, 60);
    const { observations, rewards } = await replay({
      ...recording,
      actions: recording.actions.slice(0, flight),
    });
    expect(observations).toBeLessThan(5e-5);
    expect(rewards).toBeLessThan(5e-4);
  });

  it("cover a landing, a crash, wind, throttles and falling over", () => {
    const ends = episodes.map(({ id, options, rewards }) => [id, options.enable_wind ?? false, rewards.at(-1)]);
    expect(ends).toEqual(
      expect.arrayContaining([
        ["LunarLander-v3", false, 100],
        ["LunarLander-v3", false, -100],
        ["LunarLander-v3", true, -100],
        ["LunarLanderContinuous-v3", false, -100],
        ["BipedalWalker-v3", false, -100],
        ["BipedalWalkerHardcore-v3", false, -100],
      ]),
    );
  });
});

describe("terrains recorded from Gymnasium 1.4", () => {
  it.each(recorded.terrains.map((terrain, i) => [i, terrain] as const))(
    "terrain %i follows from the same random numbers, and lidar sees the same of it",
    (_, { draws, heights, views }) => {
      const terrain = walkerTerrain(recordedRandom(draws), true);
      expect(terrain.heights).toHaveLength(heights.length);
      terrain.heights.forEach((height, i) => {
        expect(height).toBeCloseTo(heights[i]!, 6);
      });
      const seen = new Float32Array(LIDAR_RAYS);
      for (const { x, y, fractions } of views) {
        castLidar(terrain, x, y, seen, 0);
        seen.forEach((fraction, ray) => {
          expect(fraction).toBeCloseTo(fractions[ray]!, 4);
        });
      }
    },
  );
});

it("a discrete lander has four choices", () => {
  expect(lunarLander.actionSpace).toEqual(discrete(4));
});
