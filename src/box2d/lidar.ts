import { SCALE } from "./physics.js";
import { CELL, type Terrain } from "./walker-terrain.js";

export const LIDAR_RAYS = 10;
/** Metres. */
const RANGE = 160 / SCALE;

/** From straight down to 1.35 radians ahead. */
const DIRECTIONS = Array.from({ length: LIDAR_RAYS }, (_, i) => ({
  x: Math.sin((1.5 * i) / LIDAR_RAYS) * RANGE,
  y: -Math.cos((1.5 * i) / LIDAR_RAYS) * RANGE,
}));

/**
 * Writes how far each ray from (x, y) gets before it meets the terrain, as a fraction of the range. The rays look
 * forwards only, so the terrain is searched by position instead of by the physics engine's tree.
 */
export function castLidar({ heights, blocks }: Terrain, x: number, y: number, out: Float32Array, offset: number): void {
  const last = heights.length - 1;
  const end = x + DIRECTIONS[LIDAR_RAYS - 1]!.x;
  const from = Math.min(Math.max(Math.floor(x / CELL) - 1, 0), last);
  const to = Math.min(Math.max(Math.ceil(end / CELL) + 1, 0), last);
  for (let ray = 0; ray < LIDAR_RAYS; ray++) {
    const { x: dx, y: dy } = DIRECTIONS[ray]!;
    let fraction = 1;
    for (let i = from; i < to; i++) {
      fraction = Math.min(
        fraction,
        meetEdge(i * CELL - x, heights[i]! - y, CELL, heights[i + 1]! - heights[i]!, dx, dy),
      );
    }
    for (const block of blocks) {
      if (block.right < x || block.left > end) continue;
      fraction = Math.min(
        fraction,
        meetBlock(block.left - x, block.right - x, block.bottom - y, block.top - y, dx, dy),
      );
    }
    out[offset + ray] = fraction;
  }
}

/** Where a ray from the origin meets the edge from (ax, ay) along (ex, ey); Infinity if it does not. */
function meetEdge(ax: number, ay: number, ex: number, ey: number, dx: number, dy: number): number {
  const across = dx * ey - dy * ex;
  if (across === 0) return Infinity;
  const fraction = (ax * ey - ay * ex) / across;
  const along = (ax * dy - ay * dx) / across;
  return fraction >= 0 && along >= 0 && along <= 1 ? fraction : Infinity;
}

/** Where a ray from the origin enters a block; Infinity if it does not, also from inside of it. */
function meetBlock(left: number, right: number, bottom: number, top: number, dx: number, dy: number): number {
  // Rays go down, and to the right or straight down: they enter by the top or the left side.
  const enterX = dx > 0 ? left / dx : left <= 0 ? -Infinity : Infinity;
  const leaveX = dx > 0 ? right / dx : right >= 0 ? Infinity : -Infinity;
  const enter = Math.max(enterX, top / dy);
  const leave = Math.min(leaveX, bottom / dy);
  return enter >= 0 && enter <= leave ? enter : Infinity;
}
