import { describe, expect, it } from "vitest";
import { createRandom } from "../../../random/index.js";
import { mirrorRows } from "../../mirror.js";
import type { Ground } from "../ground.js";
import { createMotion } from "../motion.js";
import { anymalC } from "../robots/index.js";
import { createPerception } from "./perception.js";
import { privilegedParts } from "./privileged.js";
import { roughMirror } from "./rough-mirror.js";
import { DEFAULT_GRID } from "./rough-options.js";

const PROPRIOCEPTION = 48;
const ground = (side: 1 | -1): Ground => ({
  elevationAt: (x, y) => 0.1 * x + 0.2 * side * y + 0.05 * x * side * y,
  start: { x: 0, y: 0 },
});

/** Heights and what the critic sees, on a slope or on its image. */
function seen(side: 1 | -1): Float64Array {
  const perception = createPerception(
    { ...DEFAULT_GRID, clip: 1, noise: 0, maps: { nominal: 1, offset: 0, noisy: 0 }, hidden: false },
    ground(side),
  );
  const privileged = privilegedParts(anymalC.legs.map(({ foot }) => foot));
  const PHYSICS = 6;
  const state = new Float64Array(perception.size + privileged.size + PHYSICS);
  const physics = perception.size + privileged.size;
  // friction, mass, center of mass, strength
  state.set([0.8, 0.1, 0.01, 0.02 * side, 0.03, 1.1], physics);
  const yaw = 0.4 * side;
  perception.look(state, 0, physics, physics, { x: 0.3, y: 0.2 * side, yaw, ground: 0.05 });
  const motion = createMotion(12, 4);
  motion.linearVelocity.set([0.5, 0.2 * side, -0.1]);
  motion.angularVelocity.set([0.3 * side, 0.1, -0.7 * side]);
  motion.gravity.set([0.1, 0.05 * side, -0.9]);
  const random = createRandom(1);
  const feet = Array.from({ length: 4 }, () => [random.normal(), random.normal(), 0.1 * random.float()] as const);
  const contacts = [1, 0, 0, 1];
  // left front, right front, left hind, right hind
  const order = side === 1 ? [0, 1, 2, 3] : [1, 0, 3, 2];
  order.forEach((leg, i) => {
    const [x, y, z] = feet[leg]!;
    motion.footPositions.set([x, side * y, z], 3 * i);
    motion.contacts[i] = contacts[leg]!;
  });
  privileged.write(state, perception.size, physics, motion, yaw, ground(side));
  return state.slice(0, physics);
}

describe("the mirror image of a robot on terrain", () => {
  it("sees the mirrored ground, and its critic the mirrored feet", () => {
    const map = roughMirror(anymalC, DEFAULT_GRID)!.observation;
    const numbers = (values: Float64Array) => Float64Array.of(...new Float64Array(PROPRIOCEPTION), ...values);
    const [plain, mirrored] = [numbers(seen(1)), numbers(seen(-1))];
    expect(map.from).toHaveLength(plain.length);
    const image = new Float64Array(plain.length);
    mirrorRows(map, mirrored, 0, image, 0, 1);
    image.forEach((value, i) => {
      expect(value).toBeCloseTo(plain[i]!, 12);
    });
    expect(mirrored).not.toEqual(plain);
  });

  it("is unknown where heights are looked up on one side alone", () => {
    expect(roughMirror(anymalC, { forward: [0, 0.2], lateral: [0, 0.2] })).toBeUndefined();
  });
});
