import { describe, expect, it } from "vitest";
import { loadMujoco } from "../../../mujoco/index.js";
import { createRandom } from "../../../random/index.js";
import { checkEnvironment } from "../../checking/index.js";
import { loadEnvironment } from "../../load-environment.js";
import { findEnvironment } from "../../registry.js";
import { record } from "../../testing.js";
import { validateSettings } from "../../validate-settings.js";
import { vectorize } from "../../vectorize.js";
import { buildModel } from "../build-model.js";
import {
  anymalC,
  generateTerrain,
  jointsOf,
  observationNames,
  privilegedNames,
  type RoughQuadrupedEnvironment,
  type RoughQuadrupedOptions,
  roughQuadrupedEnvironment,
  roughTasks,
  type TerrainOptions,
  tileCenter,
} from "../index.js";
import { single, still } from "../testing/one-copy.js";
import { nextLevel } from "./curriculum.js";

const PROPRIOCEPTION = 48;
const HEIGHTS = 45;

/** Small, so that tests are quick. */
const small = { levels: 4, cell: 0.2 } as const;

const wild: RoughQuadrupedOptions = {
  commands: { seconds: 0.2 },
  sensing: { noise: 1, delay: [0, 0.06] },
  randomization: { baseMass: [-0.1, 0.2], centerOfMass: 0.03, pushSeconds: 0.3 },
  perception: { noise: 1 },
  terrain: small,
  curriculum: { start: [0, 3] },
  // long enough to fall in, short enough to end often
  episodeSeconds: 0.6,
};

/** One copy that is stepped by hand, and what it has for the terrain. */
function singleOnTerrain(environment: RoughQuadrupedEnvironment, seed = 1) {
  const { at, sizes } = environment.dynamics.terrainLayout;
  const { layout, state, ...copy } = single(environment, seed);
  return {
    ...copy,
    state,
    at,
    flat: layout.at,
    heights: () => state.slice(at.heights, at.heights + sizes.heights),
    privileged: () => state.slice(at.privileged, at.privileged + sizes.privileged),
  };
}

describe("a quadruped on terrain", () => {
  it.each(Object.keys(roughTasks))("%s is what its registration promised, and keeps the contract", async (id) => {
    const loaded = await loadEnvironment(findEnvironment(id));
    const robot = id.startsWith("Go1") ? "go1" : "anymal-c";
    const { dynamics: _, ...expected } = await roughQuadrupedEnvironment({ robot });
    const { dynamics: __, ...registered } = loaded;
    expect(registered).toEqual(expected);
    expect(checkEnvironment(loaded, { steps: 60 }).problems).toEqual([]);
  });

  it.each(["anymal-c", "go1"] as const)("%s stands on every kind of terrain, at the hardest level", async (robot) => {
    const options = {
      ...still,
      robot,
      terrain: { levels: 2 },
      curriculum: { start: [1, 1], adaptive: false },
    } as const;
    const environment = await roughQuadrupedEnvironment(options);
    const seen = new Set<number>();
    for (let seed = 0; seed < 40 && seen.size < 7; seed++) {
      const { state, at, flat, step } = singleOnTerrain(environment, seed);
      if (seen.has(state[at.type]!)) continue;
      seen.add(state[at.type]!);
      for (let i = 0; i < 50; i++) {
        step();
        expect(state[flat.terminal]).toBe(0);
      }
    }
    expect(seen.size).toBe(7);
  });

  it("sees the heights that rays meet", async () => {
    const terrain = generateTerrain(small);
    const mujoco = await loadMujoco();
    const model = mujoco.compile(buildModel(anymalC, "training", terrain));
    const field = model.heightField("terrain");
    field.setElevations(terrain.elevations.map((elevation) => Math.max(0, elevation - terrain.lowest)));
    const data = model.createData();
    data.forward();
    const { state, heights, step, at, flat } = singleOnTerrain(
      await roughQuadrupedEnvironment({ ...still, terrain: small }),
    );
    const distances = new Float64Array(1);
    for (let type = 0; type < 7; type++) {
      const [x, y] = tileCenter(terrain, type, 3);
      // on its way, off the middle and turned
      state[0] = x + 1.3;
      state[1] = y - 1.1;
      state[at.type] = type;
      step();
      const [px, py, pz, w, , , z] = state.subarray(flat.position, flat.position + 7);
      const yaw = 2 * Math.atan2(z!, w!);
      const seen = heights();
      let k = 0;
      let off = 0;
      for (let i = -4; i <= 4; i++) {
        for (let j = -2; j <= 2; j++) {
          const from = [
            px! + Math.cos(yaw) * 0.2 * i - Math.sin(yaw) * 0.2 * j,
            py! + Math.sin(yaw) * 0.2 * i + Math.cos(yaw) * 0.2 * j,
            5,
          ];
          // robots have no part in this
          data.castRays(from, [0, 0, -1], distances, { excludedBody: 1 });
          const ground = 5 - distances[0]!;
          const expected = Math.min(Math.max(ground - (pz! - 0.5487), -1), 1);
          off = Math.max(off, Math.abs(seen[k++]! - expected));
        }
      }
      expect(k).toBe(HEIGHTS);
      // the base leans a little, so that yaw is not quite what this test computes; stairs are steep
      expect(off).toBeLessThan(0.01);
    }
    model.dispose();
  });

  it("sees level ground as zeros, and zeros where heights are hidden", async () => {
    const seen = async (options: RoughQuadrupedOptions) =>
      singleOnTerrain(await roughQuadrupedEnvironment({ ...still, terrain: small, ...options })).heights();
    expect(Math.max(...(await seen({})).map(Math.abs))).toBeLessThan(0.01);
    const noisy = { perception: { noise: 1 } } as const;
    expect(Math.max(...(await seen(noisy)).map(Math.abs))).toBeGreaterThan(0.01);
    expect([...(await seen({ perception: { noise: 1, hidden: true } }))]).toEqual(new Array(HEIGHTS).fill(0));
  });

  it("draws maps of three kinds, each as far off as its table says", async () => {
    const spreadOf = async (kind: "nominal" | "offset" | "noisy") => {
      const maps = { nominal: 0, offset: 0, noisy: 0, [kind]: 1 };
      const environment = await roughQuadrupedEnvironment({
        ...still,
        terrain: { types: ["rough"], levels: 1, spawnSize: 7 },
        perception: { noise: 1, maps },
      });
      let squares = 0;
      for (let seed = 0; seed < 60; seed++) {
        for (const height of singleOnTerrain(environment, seed).heights()) squares += height * height;
      }
      return Math.sqrt(squares / (60 * HEIGHTS));
    };
    // √(.005² + .04² + .05² + .02 · .1²), and so on
    expect(await spreadOf("nominal")).toBeGreaterThan(0.04);
    expect(await spreadOf("nominal")).toBeLessThan(0.09);
    expect(await spreadOf("offset")).toBeGreaterThan(0.07);
    expect(await spreadOf("offset")).toBeLessThan(0.14);
    expect(await spreadOf("noisy")).toBeGreaterThan(0.3);
    expect(await spreadOf("noisy")).toBeLessThan(0.5);
  });

  it("tells the critic what was drawn, how it moves, and where the ground is at its feet", async () => {
    const names = privilegedNames(anymalC.legs.map(({ foot }) => foot.name));
    const environment = await roughQuadrupedEnvironment({
      ...still,
      sensing: { noise: 1 },
      randomization: { friction: [0.5, 0.5], baseMass: [0.1, 0.1], motorStrength: [0.9, 0.9], pushSpeed: 0 },
      terrain: small,
    });
    expect(environment.observationSpace.spaces.privileged).toMatchObject({ shape: [names.length] });
    const { state, flat, privileged, step } = singleOnTerrain(environment);
    for (let i = 0; i < 20; i++) step();
    state[flat.velocity] = 0.3;
    step();
    const of = (name: string) => privileged()[names.indexOf(name)]!;
    expect([of("friction"), of("base_mass"), of("motor_strength")]).toEqual([0.5, 0.1, 0.9]);
    const [x, y, z] = ["x", "y", "z"].map((axis) => of(`linear_velocity.${axis}`));
    const moving = state.subarray(flat.velocity, flat.velocity + 3);
    expect(Math.hypot(x!, y!, z!)).toBeCloseTo(Math.hypot(...moving), 9);
    for (const { foot } of anymalC.legs) {
      expect(of(`contact.${foot.name}`)).toBe(1);
      expect(Math.abs(of(`clearance.${foot.name}`))).toBeLessThan(0.01);
      expect(Math.abs(of(`ground_ahead.${foot.name}`))).toBeLessThan(0.01);
    }
  });

  it("lays observations out as proprioception, heights and what is for the critic alone", async () => {
    const environment = await roughQuadrupedEnvironment({ ...still, terrain: small });
    expect(environment.criticOnly).toEqual(["privileged"]);
    expect(observationNames(jointsOf(anymalC).map(({ name }) => name))).toHaveLength(PROPRIOCEPTION);
    const { dynamics } = environment;
    const { state, at, heights, privileged, step } = singleOnTerrain(environment);
    step();
    expect(state[at.begun]).toBe(1);
    const observation = new Float32Array(PROPRIOCEPTION + HEIGHTS + privileged().length);
    dynamics.observe(state, 0, observation, 0);
    expect([...observation.subarray(PROPRIOCEPTION, PROPRIOCEPTION + HEIGHTS)]).toEqual([
      ...Float32Array.from(heights()),
    ]);
    expect([...observation.subarray(PROPRIOCEPTION + HEIGHTS)]).toEqual([...Float32Array.from(privileged())]);
  });

  it("commands the yaw rate that leads to a heading", async () => {
    const { state, flat, step } = singleOnTerrain(
      await roughQuadrupedEnvironment({ ...still, terrain: small, commands: { standing: 0 } }),
    );
    const turnTo = (off: number) => {
      const yaw = 2 * Math.atan2(state[6]!, state[3]!);
      state[flat.heading] = yaw + off;
      step();
      return state[flat.command + 2]!;
    };
    state[3] = 1;
    state[6] = 0;
    expect(turnTo(0.4)).toBeCloseTo(0.2, 1);
    expect(turnTo(-0.4)).toBeCloseTo(-0.2, 1);
    expect(turnTo(2.5)).toBe(1);
  });
});

describe("the curriculum", () => {
  const stream = () => {
    const state = new Float64Array(4);
    state.set([1, 2, 3, 4]);
    return state;
  };
  const next = (level: number, traversal: object) =>
    nextLevel(level, 5, { left: false, walked: 0, commanded: 0, ...traversal }, stream(), 0);

  it("promotes who left the tile, demotes who walked less than half of what was commanded, and keeps others", () => {
    expect(next(2, { left: true, walked: 4, commanded: 10 })).toBe(3);
    expect(next(2, { walked: 1, commanded: 3 })).toBe(1);
    expect(next(0, { walked: 1, commanded: 3 })).toBe(0);
    expect(next(2, { walked: 2, commanded: 3 })).toBe(2);
    // told to stand
    expect(next(2, {})).toBe(2);
  });

  it("sends who left the last level to any", () => {
    const state = stream();
    const levels = Array.from({ length: 50 }, () => nextLevel(4, 5, { left: true, walked: 4, commanded: 5 }, state, 0));
    expect(new Set(levels).size).toBe(5);
  });

  it("moves a copy's level at each reset, and its robot to the tile of it", async () => {
    const { state, at, flat, step, reset } = singleOnTerrain(
      await roughQuadrupedEnvironment({ ...still, terrain: small, curriculum: { start: [1, 1] } }),
    );
    const terrain = generateTerrain(small);
    const type = state[at.type]!;
    const here = () => [state[0]!, state[1]!];
    const near = (level: number) => {
      const [x, y] = tileCenter(terrain, type, level);
      expect(Math.abs(here()[0]! - x)).toBeLessThan(0.31);
      expect(Math.abs(here()[1]! - y)).toBeLessThan(0.31);
    };
    near(1);
    // carried off its tile
    state[0] = state[0]! + 4.5;
    state[2] = state[2]! + 3;
    step();
    expect(state[at.left]).toBe(1);
    reset();
    expect(state[at.level]).toBe(2);
    near(2);
    expect(state[at.left]).toBe(0);
    expect(state[at.type]).toBe(type);
    // it fell at once, so it had a whole episode's way before it
    state[flat.command] = 1;
    state[flat.command + 1] = 0;
    step();
    state[flat.terminal] = 1;
    reset();
    expect(state[at.level]).toBe(1);
    near(1);
  });

  it("reports levels, of all kinds of terrain and of each", async () => {
    const definition = await roughQuadrupedEnvironment({
      ...still,
      terrain: { ...small, types: ["rough", "stairs-up"] },
      curriculum: { start: [2, 2] },
      episodeSeconds: 0.1,
    });
    const vector = vectorize(definition, 8, createRandom(1));
    vector.reset();
    for (let i = 0; i < 5; i++) vector.step(new Float32Array(8 * 12));
    const figures = vector.finishedEpisodes.map((episode) => episode.figures!);
    expect(figures).toHaveLength(8);
    for (const { terrain_level, terrain_level_rough, terrain_level_stairs_up, left_tile } of figures) {
      expect(terrain_level).toBe(2);
      expect(left_tile).toBe(0);
      expect([terrain_level_rough, terrain_level_stairs_up].filter((level) => level === 2)).toHaveLength(1);
    }
    const rough = figures.filter(({ terrain_level_rough }) => terrain_level_rough === 2).length;
    expect(rough).toBeGreaterThan(0);
    expect(rough).toBeLessThan(8);
  });

  it("continues from a saved state bit for bit: levels, maps and heights too", async () => {
    const definition = await roughQuadrupedEnvironment(wild);
    const vector = vectorize(definition, 4, createRandom(1), { training: true });
    vector.reset();
    record(vector, 40);
    const state = vector.getState();
    const expected = record(vector, 80);
    const other = vectorize(definition, 4, createRandom(2), { training: true });
    other.reset();
    record(other, 5);
    other.setState(state);
    expect(record(other, 80)).toEqual(expected);
    // and levels had moved, so that something was at stake
    const { stateSize, terrainLayout } = definition.dynamics;
    const levels = (snapshot: unknown) => {
      const { states } = snapshot as { readonly states: Float64Array };
      return states.filter((_, place) => place % stateSize === terrainLayout.at.level);
    };
    expect(levels(state)).toHaveLength(4);
    expect(levels(vector.getState())).not.toEqual(levels(state));
  });
});

describe("what a task on terrain was made with", () => {
  const made = async (terrain: TerrainOptions) =>
    (await roughQuadrupedEnvironment({ ...still, terrain: { cell: 0.25, types: ["rough"], ...terrain } })).settings;

  it("is the same whether a default is given or not, and another with another seed", async () => {
    expect(await made({ levels: 2, seed: 1 })).toEqual(await made({ levels: 2 }));
    expect(await made({ levels: 2, seed: 2 })).not.toEqual(await made({ levels: 2 }));
  });

  it("is plain data: a shape of one's own is told by its name", async () => {
    const types = ["rough", { name: "plain", shape: () => () => 0 }] as const;
    const settings = await made({ levels: 2, types });
    expect(settings?.terrain).toEqual({
      ...{ levels: 2, tileSize: 8, spawnSize: 2, cell: 0.25, seed: 1 },
      types: ["rough", { name: "plain", shape: "function" }],
    });
    expect(() => validateSettings("Plain-v0", settings)).not.toThrow();
  });
});

describe("what is wrong with a task on terrain is named", () => {
  it.each<[string, object, object]>([
    ["a level that is not there", { curriculum: { start: [0, 10] } }, { message: expect.stringContaining("0 to 9") }],
    ["levels in the wrong order", { curriculum: { start: [3, 1] } }, { code: "invalid-option" }],
    ["an unknown option", { curiculum: {} }, { fix: expect.stringContaining('"curriculum"') }],
    ["commands that are none", { commands: 5 }, { message: expect.stringContaining('"commands" is 5') }],
    ["rewards that are none", { rewards: null }, { message: expect.stringContaining('"rewards" is null') }],
    ["an unknown option of the terrain", { terrain: { kinds: [] } }, { code: "unknown-option" }],
    ["no heights", { perception: { forward: [] } }, { code: "invalid-option" }],
    [
      "no kinds of maps",
      { perception: { maps: { nominal: 0, offset: 0, noisy: 0 } } },
      { fix: expect.stringContaining("above 0") },
    ],
  ])("%s", async (_what, options, expected) => {
    await expect(roughQuadrupedEnvironment(options)).rejects.toMatchObject(expected);
  });
});
