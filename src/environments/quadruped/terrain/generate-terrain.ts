import * as v from "valibot";
import { UsageError } from "../../../errors.js";
import { integer, parseOptions, positive } from "../../../options.js";
import { createRandom } from "../../../random/index.js";
import { type TerrainType, type TileShape, tileShapes } from "./tile-shapes.js";

/** A kind of terrain of one's own. */
export interface CustomTerrainType {
  readonly name: string;
  readonly shape: TileShape;
}

/** Options of `generateTerrain`; all have defaults. */
export interface TerrainOptions {
  /** Kinds of terrain, one row of tiles for each; default: all of ours. */
  readonly types?: readonly (TerrainType | CustomTerrainType)[];
  /** Tiles of each kind, the first one flat, the last one the hardest; default 10. */
  readonly levels?: number;
  /** Width of a tile, meters; default 8. */
  readonly tileSize?: number;
  /** Width of the flat place in its middle, meters; default 2. */
  readonly spawnSize?: number;
  /** Spacing of the height field, meters; default 0.1. */
  readonly cell?: number;
  /** What is random about tiles follows from it; default 1. */
  readonly seed?: number;
}

/**
 * Tiles of rising difficulty on one grid of elevations. Kinds follow each other along y, levels along x; the middle of the
 * whole is at the origin. Where tiles meet, and around them all, the ground is at 0.
 */
export interface Terrain {
  readonly types: readonly string[];
  readonly levels: number;
  readonly tileSize: number;
  readonly cell: number;
  readonly rows: number;
  readonly columns: number;
  /** Meters, row-major [rows, columns]: row r lies at y = (r − (rows − 1)/2) · cell, columns likewise along x. */
  readonly elevations: Float32Array;
  /** Of the lowest point, meters. */
  readonly lowest: number;
  readonly highest: number;
}

const WHAT = "The terrain";

const schema = v.strictObject({
  types: v.optional(
    v.pipe(
      v.array(
        v.union([
          v.picklist(Object.keys(tileShapes) as TerrainType[]),
          v.strictObject({ name: v.pipe(v.string(), v.nonEmpty("Give it a name")), shape: v.function() }),
        ]),
      ),
      v.minLength(1, "Give at least one kind of terrain"),
    ),
    Object.keys(tileShapes) as TerrainType[],
  ),
  levels: v.optional(integer(1, 100), 10),
  tileSize: v.optional(positive(), 8),
  spawnSize: v.optional(positive(), 2),
  cell: v.optional(positive(), 0.1),
  seed: v.optional(integer(0), 1),
});

/** Options with their defaults filled in, as plain data: of a kind of one's own the name is told. Throws like `generateTerrain`. */
export function describeTerrain(options: TerrainOptions = {}): Readonly<Record<string, unknown>> {
  const { types, ...numbers } = parseOptions(WHAT, schema, options);
  return {
    types: types.map((type) => (typeof type === "string" ? type : { name: type.name, shape: "function" })),
    ...numbers,
  };
}

/** A robot's feet are within this of its middle, meters. */
const FOOTPRINT = 0.5;
/** What still passes for flat, meters. */
const UNEVEN = 0.02;

/** From 0 at the first level to 1 at the last; a single level is the hardest. */
export const difficultyOf = (level: number, levels: number): number => (levels === 1 ? 1 : level / (levels - 1));

/** Where a tile's middle is, meters. */
export function tileCenter(
  { types, levels, tileSize }: Terrain,
  type: number,
  level: number,
): readonly [number, number] {
  return [(level - (levels - 1) / 2) * tileSize, (type - (types.length - 1) / 2) * tileSize];
}

/**
 * Makes terrain from a seed. Throws UsageError `unknown-option` or `invalid-option`, `invalid-terrain` for sizes that do not
 * go together and elevations that are no numbers, and `no-spawn-place` for a tile whose middle is not flat.
 */
export function generateTerrain(options: TerrainOptions = {}): Terrain {
  const { types, levels, tileSize, spawnSize, cell, seed } = parseOptions(WHAT, schema, options);
  const cells = Math.round(tileSize / cell);
  if (Math.abs(cells * cell - tileSize) > 1e-9 || cells % 2 === 1) {
    throw invalid(
      `tiles of ${tileSize} m are no even number of cells of ${cell} m`,
      `Choose a tileSize that is, such as ${(2 * cell * Math.max(1, Math.round(cells / 2))).toPrecision(3)}.`,
    );
  }
  if (spawnSize + 4 * cell > tileSize) {
    throw invalid(
      `a spawn place of ${spawnSize} m leaves nothing of a tile of ${tileSize} m`,
      "Choose a smaller spawnSize or a larger tileSize.",
    );
  }
  const named = types.map((type) =>
    typeof type === "string" ? { name: type, shape: tileShapes[type] } : (type as CustomTerrainType),
  );
  const names = named.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw invalid(`two kinds of terrain are named "${twice}"`, "Give each a name of its own.");

  const rows = named.length * cells + 1;
  const columns = levels * cells + 1;
  const elevations = new Float32Array(rows * columns);
  const frame = { half: tileSize / 2, spawnHalf: spawnSize / 2, cell };
  const random = createRandom(seed);
  named.forEach(({ name, shape }, type) => {
    for (let level = 0; level < levels; level++) {
      const stream = random.split(name).split(level);
      const elevation = shape(difficultyOf(level, levels), frame, stream);
      const rim = elevation(frame.half, frame.half);
      // the edges stay at 0
      for (let j = 1; j < cells; j++) {
        for (let i = 1; i < cells; i++) {
          const value = elevation((i - cells / 2) * cell, (j - cells / 2) * cell) - rim;
          if (!Number.isFinite(value)) {
            throw invalid(`an elevation of "${name}" at level ${level} is ${value}`, "Give finite meters everywhere.");
          }
          elevations[(type * cells + j) * columns + level * cells + i] = value;
        }
      }
    }
  });
  let lowest = 0;
  let highest = 0;
  for (const value of elevations) {
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  const terrain: Terrain = { types: names, levels, tileSize, cell, rows, columns, elevations, lowest, highest };
  requireSpawnPlaces(terrain);
  return terrain;
}

function requireSpawnPlaces(terrain: Terrain): void {
  const { types, levels, tileSize, cell, columns, elevations } = terrain;
  const cells = Math.round(tileSize / cell);
  const reach = Math.min(Math.round(FOOTPRINT / cell), cells / 2);
  for (let type = 0; type < types.length; type++) {
    for (let level = 0; level < levels; level++) {
      let low = Infinity;
      let high = -Infinity;
      for (let j = -reach; j <= reach; j++) {
        for (let i = -reach; i <= reach; i++) {
          const value = elevations[(type * cells + cells / 2 + j) * columns + level * cells + cells / 2 + i]!;
          low = Math.min(low, value);
          high = Math.max(high, value);
        }
      }
      if (high - low <= UNEVEN) continue;
      throw new UsageError({
        code: "no-spawn-place",
        message: `Level ${level} of the terrain "${types[type]}" has no spawn place: within ${FOOTPRINT} m of its middle, elevations differ by ${(high - low).toFixed(2)} m.`,
        fix: `Raise spawnSize to ${2 * FOOTPRINT} m or more; a shape of your own is to be flat within frame.spawnHalf of the middle.`,
      });
    }
  }
}

function invalid(problem: string, fix: string): UsageError {
  return new UsageError({ code: "invalid-terrain", message: `The terrain cannot be made: ${problem}.`, fix });
}
