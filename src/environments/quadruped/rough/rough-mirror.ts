import type { Mirror, MirrorMap } from "../../mirror.js";
import type { Robot } from "../robot.js";
import { flatMirror } from "../robot-mirror.js";
import type { HeightGrid } from "./perception.js";
import { privilegedMirror } from "./privileged.js";

/** The symmetry of the task on terrain, where the robot has one and heights are looked up alike on both sides. */
export function roughMirror(robot: Robot, grid: HeightGrid): Mirror | undefined {
  const flat = flatMirror(robot);
  const heights = heightMirror(grid);
  if (flat === undefined || heights === undefined) return undefined;
  const partners = legPartners(robot, flat.action);
  return { observation: beside(flat.observation, heights, privilegedMirror(partners)), action: flat.action };
}

/** Each height is that of the other side. */
function heightMirror({ forward, lateral }: HeightGrid): MirrorMap | undefined {
  const opposite = lateral.map((left) => lateral.findIndex((other) => Math.abs(other + left) < 1e-9));
  if (opposite.includes(-1) || new Set(opposite).size < opposite.length) return undefined;
  const from = forward.flatMap((_, row) => opposite.map((column) => row * lateral.length + column));
  return { from, signs: from.map(() => 1) };
}

/** Each leg's mirror image. */
function legPartners({ legs }: Robot, joints: MirrorMap): readonly number[] {
  const owners = legs.flatMap((leg, i) => leg.joints.map(() => i));
  return legs.map((_, i) => owners[joints.from[owners.indexOf(i)]!]!);
}

/** The mirror image of vectors side by side. */
function beside(...maps: readonly MirrorMap[]): MirrorMap {
  const from: number[] = [];
  for (const map of maps) {
    const first = from.length;
    from.push(...map.from.map((place) => first + place));
  }
  return { from, signs: maps.flatMap(({ signs }) => signs) };
}
