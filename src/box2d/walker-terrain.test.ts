import { Edge, Polygon, type Vec2Value, World } from "planck";
import { describe, expect, it } from "vitest";
import { createRandom } from "../random/index.js";
import { castLidar, LIDAR_RAYS } from "./lidar.js";
import { CELL, GROUND_LEVEL, START_CELLS, TERRAIN_POINTS, type Terrain, walkerTerrain } from "./walker-terrain.js";

const terrains = (hardcore: boolean) =>
  Array.from({ length: 40 }, (_, seed) => walkerTerrain(createRandom(seed), hardcore));

describe("a walker's terrain", () => {
  it("begins level and rolls on without obstacles", () => {
    for (const { heights, blocks } of terrains(false)) {
      expect(heights).toHaveLength(TERRAIN_POINTS);
      expect([...heights.slice(0, START_CELLS + 1)]).toEqual(new Array(START_CELLS + 1).fill(GROUND_LEVEL));
      expect(new Set(heights).size).toBeGreaterThan(100);
      expect(blocks).toEqual([]);
    }
  });

  it("has stumps, pits and stairs of Gymnasium's sizes with hardcore, each about as often", () => {
    const found = { stump: 0, pit: 0, stairs: 0 };
    for (const { heights, blocks } of terrains(true)) {
      for (const { left, right, bottom, top } of blocks) {
        const [width, height] = [(right - left) / CELL, (top - bottom) / CELL];
        const cells = Math.round(width);
        expect(width).toBeCloseTo(cells, 9);
        if (cells === 4) {
          found.stairs += 1;
          expect(height).toBeCloseTo(1, 9);
        } else if (Math.round(height) === 4) {
          // of its two walls
          found.pit += 0.5;
          expect(cells).toBe(1);
        } else {
          found.stump += 1;
          expect([1, 2]).toContain(cells);
          expect(height).toBeCloseTo(cells, 9);
          expect(bottom).toBe(heights[Math.round(left / CELL)]);
        }
      }
    }
    // 3 or 4 stairs are one staircase
    const obstacles = [found.stump, found.pit, found.stairs / 3.5];
    const total = obstacles.reduce((sum, count) => sum + count, 0);
    expect(total).toBeGreaterThan(400);
    for (const count of obstacles) expect(count / total).toBeCloseTo(1 / 3, 1);
  });
});

/** What planck's own ray cast sees of a terrain. */
function castWithPlanck(terrain: Terrain, x: number, y: number): number[] {
  const world = new World();
  const ground = world.createBody();
  for (const { left, right, bottom, top } of terrain.blocks) {
    const corners: Vec2Value[] = [
      { x: left, y: bottom },
      { x: right, y: bottom },
      { x: right, y: top },
      { x: left, y: top },
    ];
    ground.createFixture({ shape: new Polygon(corners) });
  }
  for (let i = 0; i + 1 < TERRAIN_POINTS; i++) {
    const ends = [i, i + 1].map((point) => ({ x: point * CELL, y: terrain.heights[point]! }));
    ground.createFixture({ shape: new Edge(ends[0]!, ends[1]!) });
  }
  return Array.from({ length: LIDAR_RAYS }, (_, i) => {
    let nearest = 1;
    const end = { x: x + Math.sin(0.15 * i) * (16 / 3), y: y - Math.cos(0.15 * i) * (16 / 3) };
    world.rayCast({ x, y }, end, (_fixture, _point, _normal, fraction) => {
      nearest = fraction;
      return fraction;
    });
    return nearest;
  });
}

describe("lidar", () => {
  it("sees what the physics engine's ray casts see, from the first cell to beyond the last", () => {
    for (let seed = 0; seed < 6; seed++) {
      const terrain = walkerTerrain(createRandom(seed), true);
      const random = createRandom(seed).split("views");
      const seen = new Float32Array(LIDAR_RAYS);
      for (let i = 0; i < 40; i++) {
        const x = random.uniform(-1, TERRAIN_POINTS * CELL);
        const point = Math.min(Math.max(Math.round(x / CELL), 0), TERRAIN_POINTS - 1);
        const y = terrain.heights[point]! + random.uniform(0.5, 4);
        castLidar(terrain, x, y, seen, 0);
        castWithPlanck(terrain, x, y).forEach((fraction, ray) => {
          expect(seen[ray]).toBeCloseTo(fraction, 6);
        });
      }
    }
  });

  it("writes where it is told to", () => {
    const out = new Float32Array(LIDAR_RAYS + 2).fill(7);
    castLidar(walkerTerrain(createRandom(1), false), 3, GROUND_LEVEL + 8 / 3, out, 1);
    expect([out[0], out.at(-1)]).toEqual([7, 7]);
    expect(out[1]).toBeCloseTo(0.5, 6);
  });
});
