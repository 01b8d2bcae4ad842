import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { generateTerrain, hardest, type Terrain, type TerrainType, tileCenter, tileShapes } from "./index.js";

const types = Object.keys(tileShapes) as TerrainType[];
const anyTerrain = fc.record({
  types: fc.uniqueArray(fc.constantFrom(...types), { minLength: 1, maxLength: 3 }),
  levels: fc.integer({ min: 1, max: 5 }),
  seed: fc.integer({ min: 0, max: 1000 }),
  cell: fc.constantFrom(0.1, 0.2, 0.25),
});

/** The elevation at the grid's point nearest to a place. */
function elevationAt({ elevations, rows, columns, cell }: Terrain, x: number, y: number): number {
  const row = Math.round(y / cell + (rows - 1) / 2);
  const column = Math.round(x / cell + (columns - 1) / 2);
  return elevations[row * columns + column]!;
}

/** Elevations from the middle of a tile straight along x to its edge. */
function profile(terrain: Terrain, type: TerrainType, level: number): number[] {
  const [x, y] = tileCenter(terrain, terrain.types.indexOf(type), level);
  const cells = Math.round(terrain.tileSize / terrain.cell / 2);
  return Array.from({ length: cells + 1 }, (_, i) => elevationAt(terrain, x + i * terrain.cell, y));
}

const rises = (values: readonly number[]) => values.slice(1).map((value, i) => value - values[i]!);

describe("terrain", () => {
  it("is the same for the same seed and another for another, where there is chance in it", () => {
    fc.assert(
      fc.property(anyTerrain, (options) => {
        const once = generateTerrain(options);
        const again = generateTerrain(options);
        expect(once.elevations.every((value, i) => value === again.elevations[i])).toBe(true);
      }),
      { numRuns: 15 },
    );
    const rough = (seed: number) => generateTerrain({ types: ["rough"], seed }).elevations;
    expect(rough(1)).not.toEqual(rough(2));
  });

  it("does not change a kind when others are left out", () => {
    const both = generateTerrain({ types: ["rough", "steps"], levels: 3 });
    const alone = generateTerrain({ types: ["steps"], levels: 3 });
    const half = (both.rows - 1) / 2;
    expect([...both.elevations.subarray((half + 1) * both.columns)]).toEqual([
      ...alone.elevations.subarray(alone.columns),
    ]);
  });

  it("is at 0 wherever tiles meet, flat around every middle, and at first level throughout", () => {
    fc.assert(
      fc.property(anyTerrain, (options) => {
        const terrain = generateTerrain(options);
        const { rows, columns, elevations, cell, tileSize, levels } = terrain;
        const cells = Math.round(tileSize / cell);
        let edges = 0;
        let first = 0;
        for (let row = 0; row < rows; row++) {
          for (let column = 0; column < columns; column++) {
            const value = Math.abs(elevations[row * columns + column]!);
            if (row % cells === 0 || column % cells === 0) edges = Math.max(edges, value);
            if (levels > 1 && column < cells) first = Math.max(first, value);
          }
        }
        expect(edges).toBe(0);
        // sums that cancel
        expect(first).toBeLessThan(1e-6);
        for (let type = 0; type < terrain.types.length; type++) {
          for (let level = 0; level < levels; level++) {
            const [x, y] = tileCenter(terrain, type, level);
            const middle = elevationAt(terrain, x, y);
            for (const dx of [-0.9, 0, 0.9]) {
              for (const dy of [-0.9, 0, 0.9]) expect(elevationAt(terrain, x + dx, y + dy)).toBeCloseTo(middle, 5);
            }
          }
        }
      }),
      { numRuns: 15 },
    );
  });

  it("stays within the figures of its kind, whatever the seed", () => {
    fc.assert(
      fc.property(anyTerrain, ({ seed }) => {
        const low = (type: TerrainType) => generateTerrain({ types: [type], seed, levels: 2 });
        const rough = low("rough");
        expect(rough.highest).toBeLessThanOrEqual(hardest.roughness);
        expect(rough.lowest).toBeGreaterThanOrEqual(-hardest.roughness);
        expect(rough.highest - rough.lowest).toBeGreaterThan(hardest.roughness);
        const steps = low("steps");
        expect(Math.max(steps.highest, -steps.lowest)).toBeCloseTo(hardest.step, 6);
      }),
      { numRuns: 5 },
    );
  });

  it("has slopes as steep as the level says, up and down, each to the rim", () => {
    const terrain = generateTerrain({ types: ["slope-up", "slope-down"], levels: 6 });
    for (let level = 1; level < 6; level++) {
      const steepest = Math.tan((level / 5) * hardest.slope);
      const up = rises(profile(terrain, "slope-up", level)).map((rise) => rise / terrain.cell);
      expect(Math.max(...up)).toBeCloseTo(steepest, 4);
      expect(Math.min(...up)).toBeCloseTo(0, 4);
      expect(up.filter((rise) => rise > 0.9 * steepest)).toHaveLength(29);
      const down = profile(terrain, "slope-down", level);
      profile(terrain, "slope-up", level).forEach((value, i) => {
        expect(value).toBeCloseTo(-down[i]!, 5);
      });
    }
  });

  it("has stairs whose steps are as high as the level says and 0.3 to 0.4 m deep", () => {
    const terrain = generateTerrain({ types: ["stairs-up", "stairs-down"], levels: 5 });
    for (let level = 1; level < 5; level++) {
      const height = (level / 4) * hardest.stair;
      for (const [type, sign] of [
        ["stairs-up", 1],
        ["stairs-down", -1],
      ] as const) {
        const steps = rises(profile(terrain, type, level))
          .map((rise, i) => ({ rise: sign * rise, i }))
          .filter(({ rise }) => Math.abs(rise) > 1e-4);
        expect(steps.length).toBeGreaterThanOrEqual(7);
        for (const { rise } of steps) expect(rise).toBeCloseTo(height, 5);
        const treads = rises(steps.map(({ i }) => i));
        expect(treads.every((tread) => tread === treads[0])).toBe(true);
        expect([3, 4]).toContain(treads[0]);
      }
    }
  });

  it("has gaps that get wider and deeper, none of which is at the spawn place", () => {
    const terrain = generateTerrain({ types: ["gaps"], levels: 10 });
    const openings = Array.from({ length: 10 }, (_, level) => {
      const values = profile(terrain, "gaps", level);
      const deep = values.map((value) => value < -0.01);
      const first = deep.indexOf(true);
      if (first < 0) return 0;
      expect(first).toBeGreaterThan(10);
      return deep.indexOf(false, first) - first + 1;
    });
    expect(openings[0]).toBe(0);
    expect(openings[1]).toBe(2);
    expect(openings[9]).toBe(6);
    expect(rises(openings).every((change) => change >= 0)).toBe(true);
    expect(generateTerrain({ types: ["gaps"], levels: 2 }).lowest).toBeCloseTo(-0.4, 6);
  });

  it("takes kinds of the user's own", () => {
    const moat = { name: "moat", shape: () => (x: number, y: number) => (Math.hypot(x, y) > 3 ? 0 : 0.5) };
    const terrain = generateTerrain({ types: [moat, "rough"], levels: 2 });
    expect(terrain.types).toEqual(["moat", "rough"]);
    expect(elevationAt(terrain, ...tileCenter(terrain, 0, 1))).toBe(0.5);
  });

  const shaped = (name: string, shape: (x: number, y: number) => number) => ({ name, shape: () => shape });
  it.each<[string, object, object]>([
    [
      "a level without a spawn place",
      { types: ["rough", shaped("hole", (x) => (Math.abs(x) < 0.15 ? -1 : 0))], levels: 3 },
      { code: "no-spawn-place", message: expect.stringContaining('Level 0 of the terrain "hole"') },
    ],
    [
      "a spawn place too small for a robot",
      { types: ["stairs-up"], spawnSize: 0.4 },
      { code: "no-spawn-place", message: expect.stringContaining('Level 1 of the terrain "stairs-up"') },
    ],
    ["no kinds", { types: [] }, { fix: expect.stringContaining("at least one kind") }],
    ["an unknown kind", { types: ["stairs-upp"] }, { fix: expect.stringContaining('"stairs-up"') }],
    ["a kind twice", { types: ["rough", "rough"] }, { code: "invalid-terrain" }],
    ["no levels", { levels: 0 }, { code: "invalid-option" }],
    ["a cell that does not divide the tile", { cell: 0.3 }, { code: "invalid-terrain" }],
    ["nothing left around the spawn place", { spawnSize: 8 }, { code: "invalid-terrain" }],
    ["no number as an elevation", { types: [shaped("nan", () => Number.NaN)] }, { code: "invalid-terrain" }],
    ["an unknown option", { level: 3 }, { code: "unknown-option", fix: expect.stringContaining('"levels"') }],
  ])("says what is wrong: %s", (_what, options, expected) => {
    expect(() => generateTerrain(options)).toThrow(expect.objectContaining(expected));
  });
});
