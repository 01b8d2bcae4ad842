import type { Mirror, MirrorMap } from "../../mirror.js";
import type { Robot } from "../robot.js";
import { flatMirror, legMirror } from "../robot-mirror.js";
import type { HeightGrid } from "./perception.js";
import { PHYSICS, privilegedNames } from "./privileged.js";

/** Meters by which places on the left and on the right may differ. */
const TOLERANCE = 1e-6;

/**
 * The symmetry of the task on terrain, whose tiles are as likely as their images: that of the flat task, of the heights and
 * of what the critic sees. Undefined where the robot, or the grid of heights, has none.
 */
export function roughMirror(robot: Robot, grid: HeightGrid): Mirror | undefined {
  const flat = flatMirror(robot);
  const heights = gridMirror(grid);
  const legs = legMirror(robot);
  if (flat === undefined || heights === undefined || legs === undefined) return undefined;
  return { ...flat, observation: joined([flat.observation, heights, privilegedMirror(legs)]) };
}

/** Rows stay where they are; in each, left and right change places. */
function gridMirror({ forward, lateral }: HeightGrid): MirrorMap | undefined {
  const partners = lateral.map((left) => lateral.findIndex((other) => Math.abs(left + other) < TOLERANCE));
  if (partners.includes(-1)) return undefined;
  const from = forward.flatMap((_, row) => partners.map((partner) => row * lateral.length + partner));
  return { from, signs: from.map(() => 1) };
}

function privilegedMirror(legs: readonly number[]): MirrorMap {
  const physics = PHYSICS.map((name) => (name === "center.y" ? -1 : 1));
  // linear velocity, angular velocity, gravity
  const signs = [...physics, 1, -1, 1, -1, 1, -1, 1, -1, 1];
  const from = signs.map((_, i) => i);
  const first = from.length;
  const each = (privilegedNames(legs.map(String)).length - first) / legs.length;
  for (const partner of legs) {
    const foot = first + partner * each;
    // contact, clearance, ahead, behind, and the ground to the left and right of the foot
    from.push(foot, foot + 1, foot + 2, foot + 3, foot + 5, foot + 4);
    signs.push(1, 1, 1, 1, 1, 1);
  }
  return { from, signs };
}

/** Maps of vectors that follow each other. */
function joined(maps: readonly MirrorMap[]): MirrorMap {
  const from: number[] = [];
  for (const map of maps) {
    const first = from.length;
    from.push(...map.from.map((i) => first + i));
  }
  return { from, signs: maps.flatMap(({ signs }) => signs) };
}
