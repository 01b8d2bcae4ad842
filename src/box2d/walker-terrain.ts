import type { Random } from "../random/index.js";
import { SCALE, VIEW_HEIGHT } from "./physics.js";

/** Metres from one terrain point to the next. */
export const CELL = 14 / SCALE;
export const TERRAIN_POINTS = 200;
/** Cells before the first obstacle, and how many of the last ones are the goal. */
export const START_CELLS = 20;
export const GOAL_CELLS = 10;
/** Metres; the ground strays little from it. */
export const GROUND_LEVEL = VIEW_HEIGHT / 4;

const PIT_DEPTH = 4 * CELL;
const STAIR_CELLS = 4;

/** An upright rectangle of ground, in metres. */
export interface Block {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

export interface Terrain {
  /** Of the points, `CELL` apart from x = 0 on. */
  readonly heights: Float64Array;
  /** From left to right, but for stairs that overlap at their edges. */
  readonly blocks: readonly Block[];
}

/**
 * The walker's ground: rolling grass, with hardcore a stump, stairs or a pit after every 5 to 9 cells of it. The
 * distribution is Gymnasium's, and so is the order of what is drawn.
 */
export function walkerTerrain(random: Random, hardcore: boolean): Terrain {
  const heights = new Float64Array(TERRAIN_POINTS);
  const blocks: Block[] = [];
  let point = 0;
  let y = GROUND_LEVEL;
  let slope = 0;

  /** Adds points while there is room. */
  function extend(count: number, heightOf: (k: number) => number): void {
    for (let k = 0; k < count && point < TERRAIN_POINTS; k++) {
      y = heightOf(k);
      heights[point++] = y;
    }
  }

  function roll(): number {
    slope = 0.8 * slope + 0.01 * Math.sign(GROUND_LEVEL - y);
    if (point > START_CELLS) slope += random.uniform(-1, 1) / SCALE;
    return y + slope;
  }

  /** Grass, level at first. */
  function grow(length: number): void {
    extend(length, (k) => (k === 0 ? y : roll()));
  }

  function stump(): void {
    const size = 1 + random.integer(2);
    const left = point * CELL;
    blocks.push({ left, right: left + size * CELL, bottom: y, top: y + size * CELL });
    extend(size, () => y);
  }

  /** Up or down, in steps that a ramp of terrain points follows. */
  function stairs(): void {
    const base = y;
    const rise = random.float() > 0.5 ? 1 : -1;
    const steps = 3 + random.integer(2);
    const left = point * CELL;
    for (let step = 0; step < steps; step++) {
      const top = base + step * rise * CELL;
      const from = left + step * STAIR_CELLS * CELL;
      blocks.push({ left: from, right: from + STAIR_CELLS * CELL, bottom: top - CELL, top });
    }
    extend(steps * STAIR_CELLS, (k) => (k === 0 ? base : base + ((k - rise) / STAIR_CELLS) * rise * CELL));
  }

  function pit(): void {
    const base = y;
    const gap = 3 + random.integer(2);
    const left = point * CELL;
    for (const wall of [left, left + gap * CELL]) {
      blocks.push({ left: wall, right: wall + CELL, bottom: base - PIT_DEPTH, top: base });
    }
    extend(gap + 2, (k) => (k === 0 || k === gap + 1 ? base : base - PIT_DEPTH));
  }

  const obstacles = [stump, stairs, pit];
  extend(START_CELLS, roll);
  while (point < TERRAIN_POINTS) {
    const length = 5 + random.integer(5);
    // Gymnasium draws a length before it knows that an obstacle comes, which has its own
    if (hardcore) {
      obstacles[random.integer(obstacles.length)]!();
      if (point < TERRAIN_POINTS) grow(5 + random.integer(5));
    } else grow(length);
  }
  return { heights, blocks };
}
