import type { Random } from "../../../random/index.js";

/** Elevation in meters at a point of a tile, counted from its center. Along the tile's edge it should be one and the same. */
export type Elevation = (x: number, y: number) => number;

/** What a kind of terrain needs to know of the tile it fills; all in meters. */
export interface TileFrame {
  /** Half the tile's width. */
  readonly half: number;
  /** Half the width of the flat place in the middle. */
  readonly spawnHalf: number;
  /** Spacing of the height field: nothing narrower can be told apart. */
  readonly cell: number;
}

/** A kind of terrain: elevations from a difficulty, 0 (flat) to 1 (the hardest). */
export type TileShape = (difficulty: number, frame: TileFrame, random: Random) => Elevation;

/** What the hardest level is like: meters, and radians for the slope; like legged_gym's figures (Rudin et al. 2022). */
export const hardest = {
  slope: (25 * Math.PI) / 180,
  /** Elevations within ±. */
  roughness: 0.1,
  /** Blocks up and down. */
  step: 0.2,
  stair: 0.2,
  gap: 0.6,
} as const;

/** How deep a gap is from half of the levels on; before, it grows with the level. */
const GAP_DEPTH = 0.4;
/** Between points of the rough field. */
const ROUGH_SPACING = 0.2;
const BLOCKS = 40;

/** Distance from the center, as squares around it count it. */
const ring = (x: number, y: number): number => Math.max(Math.abs(x), Math.abs(y));

/** Runs to the rim of a tile, a cell before its edge. */
const run = ({ half, spawnHalf, cell }: TileFrame): number => half - cell - spawnHalf;

function slope(sign: 1 | -1): TileShape {
  return (difficulty, frame) => {
    const steepness = sign * Math.tan(difficulty * hardest.slope);
    const length = run(frame);
    return (x, y) => steepness * Math.min(Math.max(ring(x, y) - frame.spawnHalf, 0), length);
  };
}

/** Treads of 0.3 to 0.4 m, in whole cells. */
function stairs(sign: 1 | -1): TileShape {
  return (difficulty, frame, random) => {
    const { cell, spawnHalf } = frame;
    const tread = Math.max(2 * cell, Math.round(random.uniform(0.3, 0.4) / cell) * cell);
    const count = Math.floor(run(frame) / tread + 1e-9);
    const rise = sign * difficulty * hardest.stair;
    // half a cell before the first edge, so that rounding cannot move it
    return (x, y) => rise * Math.min(Math.max(Math.floor((ring(x, y) - spawnHalf - cell / 2) / tread) + 1, 0), count);
  };
}

const rough: TileShape = (difficulty, { half, spawnHalf }, random) => {
  const side = Math.ceil((2 * half) / ROUGH_SPACING) + 1;
  const amplitude = difficulty * hardest.roughness;
  const points = Float64Array.from({ length: side * side }, () => random.uniform(-amplitude, amplitude));
  return (x, y) => {
    const u = (x + half) / ROUGH_SPACING;
    const v = (y + half) / ROUGH_SPACING;
    const column = Math.min(Math.floor(u), side - 2);
    const row = Math.min(Math.floor(v), side - 2);
    const [right, up] = [u - column, v - row];
    const at = (r: number, c: number) => points[r * side + c]!;
    const below = at(row, column) * (1 - right) + at(row, column + 1) * right;
    const above = at(row + 1, column) * (1 - right) + at(row + 1, column + 1) * right;
    // it begins and ends within half a meter
    const distance = ring(x, y);
    const share = Math.min(Math.max(Math.min(distance - spawnHalf, half - distance) / 0.5, 0), 1);
    return share * (below * (1 - up) + above * up);
  };
};

/** Blocks of random size and place, up and down. */
const steps: TileShape = (difficulty, { half, spawnHalf, cell }, random) => {
  const height = difficulty * hardest.step;
  const blocks = Array.from({ length: BLOCKS }, () => ({
    x: random.uniform(-half, half),
    y: random.uniform(-half, half),
    width: random.uniform(0.2, 0.8),
    depth: random.uniform(0.2, 0.8),
    height: height * [-1, -0.5, 0.5, 1][random.integer(4)]!,
  }));
  return (x, y) => {
    const distance = ring(x, y);
    if (distance <= spawnHalf + cell / 2 || distance > half - cell / 2) return 0;
    // the last one that covers a point lies on top
    let elevation = 0;
    for (const block of blocks) {
      if (Math.abs(x - block.x) <= block.width && Math.abs(y - block.y) <= block.depth) elevation = block.height;
    }
    return elevation;
  };
};

/** Trenches around the spawn place, a meter from one to the next. */
const gaps: TileShape = (difficulty, frame, random) => {
  if (difficulty === 0) return () => 0;
  const { cell, spawnHalf } = frame;
  // its walls lean by a cell, so an opening takes two at least
  const opening = Math.max(2, Math.round((difficulty * hardest.gap) / cell)) * cell;
  const depth = GAP_DEPTH * Math.min(1, 2 * difficulty);
  const period = opening + 1;
  const first = spawnHalf + Math.round(random.uniform(0.3, 0.6) / cell) * cell;
  const last = spawnHalf + run(frame);
  return (x, y) => {
    const distance = ring(x, y) - first;
    if (distance < 0 || ring(x, y) > last) return 0;
    const within = distance % period;
    return within > cell / 2 && within < opening - cell / 2 ? -depth : 0;
  };
};

/** By name; `stairs-up` and `slope-up` lead up from the spawn place, the others of their kind down. */
export const tileShapes = {
  "slope-up": slope(1),
  "slope-down": slope(-1),
  rough,
  steps,
  "stairs-up": stairs(1),
  "stairs-down": stairs(-1),
  gaps,
} as const satisfies Readonly<Record<string, TileShape>>;

export type TerrainType = keyof typeof tileShapes;
