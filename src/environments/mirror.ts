import { UsageError } from "../errors.js";
import { partsOf, type Space, sizeOf } from "../spaces/index.js";

/** The mirror image of a vector: its element i is `signs[i]` times element `from[i]`. Applied twice it changes nothing. */
export interface MirrorMap {
  readonly from: readonly number[];
  /** 1 or −1. */
  readonly signs: readonly number[];
}

/**
 * A symmetry of a task: in the mirror a step looks like another that is as possible and earns as much, so that a learner
 * may learn from both.
 */
export interface Mirror {
  readonly observation: MirrorMap;
  readonly action: MirrorMap;
}

/** Writes the images of `rows` rows, the first of which begins at `source[start]`, to `target` from `to` on. */
export function mirrorRows(
  { from, signs }: MirrorMap,
  source: ArrayLike<number>,
  start: number,
  target: Float32Array | Float64Array,
  to: number,
  rows: number,
): void {
  const size = from.length;
  for (let row = 0; row < rows; row++) {
    const read = start + row * size;
    const write = to + row * size;
    for (let i = 0; i < size; i++) target[write + i] = signs[i]! * source[read + from[i]!]!;
  }
}

/** Throws UsageError `invalid-environment` unless the mirror fits the spaces, and twice in the mirror is the thing itself. */
export function validateMirror(id: string, mirror: Mirror, observationSpace: Space, actionSpace: Space): void {
  const spaces = { observation: observationSpace, action: actionSpace };
  for (const name of ["observation", "action"] as const) {
    const found = problemOf(mirror[name], spaces[name]);
    if (found === undefined) continue;
    const [problem, fix] = found;
    throw new UsageError({
      code: "invalid-environment",
      message: `Environment "${id}": mirror.${name} ${problem}.`,
      fix,
    });
  }
}

function problemOf(map: MirrorMap, space: Space): readonly [problem: string, fix: string] | undefined {
  const { from, signs } = (map ?? {}) as Partial<MirrorMap>;
  if (!Array.isArray(from) || !Array.isArray(signs)) {
    return ["has not the two lists from and signs", "Give { from: [...], signs: [...] } of observation and action."];
  }
  const boxes = partsOf(space).flatMap(({ space: part }) => (part.kind === "box" ? [part] : []));
  if (boxes.length < partsOf(space).length) {
    return [
      `is of a space that is no box${space.kind === "dict" ? " throughout" : ""}`,
      "Only boxes have mirror images.",
    ];
  }
  const low = boxes.flatMap((part) => [...part.low]);
  const high = boxes.flatMap((part) => [...part.high]);
  const size = sizeOf(space);
  if (from.length !== size || signs.length !== size) {
    return [`has ${from.length} places and ${signs.length} signs, but its space ${size} numbers`, "Give one for each."];
  }
  for (let i = 0; i < size; i++) {
    const [j, sign] = [from[i]!, signs[i]!];
    if (from[j] !== i || sign * signs[j]! !== 1) {
      return [
        `does not lead back: element ${i} is ${sign} times element ${j}, which is ${signs[j]} times element ${from[j]}`,
        "Give from[from[i]] = i, and the sign 1 or −1 to both.",
      ];
    }
    if (low[i] !== (sign === 1 ? low[j] : -high[j]!) || high[i] !== (sign === 1 ? high[j] : -low[j]!)) {
      return [`takes element ${i} out of its bounds [${low[i]}, ${high[i]}]`, "Mirror the bounds, too."];
    }
  }
  return undefined;
}
