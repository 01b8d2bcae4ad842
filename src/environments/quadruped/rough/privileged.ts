import type { MirrorMap } from "../../mirror.js";
import type { Ground } from "../ground.js";
import type { Motion } from "../motion.js";

/** Meters from a foot to where the ground around it is looked up: ahead, behind, to the left, to the right. */
const AROUND = 0.15;
const around: readonly (readonly [ahead: number, left: number])[] = [
  [AROUND, 0],
  [-AROUND, 0],
  [0, AROUND],
  [0, -AROUND],
];
const PHYSICS = ["friction", "base_mass", "center.x", "center.y", "center.z", "motor_strength"] as const;
const PER_FOOT = 2 + around.length;
const CLIP = 1;

/** What only a simulation can tell, for the critic: what was drawn for the episode, true velocities, and the ground at the feet. */
export function privilegedParts(feet: readonly { readonly radius: number }[]) {
  return {
    size: PHYSICS.length + 9 + PER_FOOT * feet.length,

    /** `physics`: where the numbers of `PHYSICS` are in the state, one after the other. */
    write(state: Float64Array, out: number, physics: number, motion: Motion, yaw: number, ground: Ground): void {
      let at = out;
      for (let i = 0; i < PHYSICS.length; i++) state[at++] = state[physics + i]!;
      for (let i = 0; i < 3; i++) state[at++] = motion.linearVelocity[i]!;
      for (let i = 0; i < 3; i++) state[at++] = motion.angularVelocity[i]!;
      for (let i = 0; i < 3; i++) state[at++] = motion.gravity[i]!;
      const cos = Math.cos(yaw);
      const sin = Math.sin(yaw);
      const { footPositions, contacts } = motion;
      for (let foot = 0; foot < feet.length; foot++) {
        const x = footPositions[3 * foot]!;
        const y = footPositions[3 * foot + 1]!;
        const sole = footPositions[3 * foot + 2]! - feet[foot]!.radius;
        state[at++] = contacts[foot]!;
        state[at++] = clipped(sole - ground.elevationAt(x, y));
        for (let i = 0; i < around.length; i++) {
          const [ahead, left] = around[i]!;
          const there = ground.elevationAt(x + cos * ahead - sin * left, y + sin * ahead + cos * left);
          state[at++] = clipped(there - sole);
        }
      }
    },
  };
}

const clipped = (value: number): number => Math.min(Math.max(value, -CLIP), CLIP);

/** What left and right exchanged makes of these numbers; `partners`: the leg that is each one's mirror image. */
export function privilegedMirror(partners: readonly number[]): MirrorMap {
  const physics = [1, 1, 1, -1, 1, 1];
  const velocities = [1, -1, 1, -1, 1, -1, 1, -1, 1];
  const base = [...physics, ...velocities];
  // contact, clearance, ahead, behind, and left and right of each other's places
  const foot = [0, 1, 2, 3, 5, 4];
  const from = [
    ...base.map((_, i) => i),
    ...partners.flatMap((partner) => foot.map((place) => base.length + PER_FOOT * partner + place)),
  ];
  return { from, signs: from.map((_, i) => base[i] ?? 1) };
}

/** The names of the critic's own numbers, in their order. */
export function privilegedNames(feet: readonly string[]): readonly string[] {
  const axes = (name: string) => ["x", "y", "z"].map((axis) => `${name}.${axis}`);
  const sides = ["ahead", "behind", "left", "right"];
  return [
    ...PHYSICS,
    ...axes("linear_velocity"),
    ...axes("angular_velocity"),
    ...axes("gravity"),
    ...feet.flatMap((foot) => [
      `contact.${foot}`,
      `clearance.${foot}`,
      ...sides.map((side) => `ground_${side}.${foot}`),
    ]),
  ];
}
