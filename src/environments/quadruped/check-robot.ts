import * as v from "valibot";
import { UsageError } from "../../errors.js";
import type { Mujoco } from "../../mujoco/index.js";
import { number, parseOptions, positive } from "../../options.js";
import { buildModel, nameOf } from "./build-model.js";
import { standingHeight } from "./kinematics.js";
import { rewardTermNames } from "./rewards.js";
import { jointsOf, type Robot } from "./robot.js";

const vector = v.pipe(v.tuple([number(), number(), number()]), v.readonly());
const moments = v.pipe(
  v.tuple([positive(), positive(), positive()]),
  v.check(
    ([x, y, z]) => x + y >= z && y + z >= x && z + x >= y,
    "Use the moments of a real body: none is greater than the sum of the other two",
  ),
  v.readonly(),
);
const halfSizes = v.pipe(v.tuple([positive(), positive(), positive()]), v.readonly());
const shape = v.pipe(
  v.variant("kind", [
    v.strictObject({ kind: v.literal("box"), center: vector, halfSizes }),
    v.strictObject({ kind: v.picklist(["capsule", "cylinder"]), from: vector, to: vector, radius: positive() }),
  ]),
  v.check(
    (shape) => shape.kind === "box" || shape.from.some((place, i) => place !== shape.to[i]),
    "Give it a length: let from and to differ",
  ),
);
const name = v.pipe(v.string(), v.regex(/^[\w.-]+$/, "Use letters, digits, _, . and -"));
const link = v.strictObject({
  mass: positive(),
  centerOfMass: vector,
  inertia: moments,
  shapes: v.optional(v.pipe(v.array(shape), v.readonly())),
});
const joint = v.strictObject({
  name,
  position: vector,
  axis: v.pipe(
    vector,
    v.check((axis) => Math.hypot(...axis) > 1e-6, "Use an axis that is not zero"),
  ),
  range: v.pipe(
    v.tuple([number(), number()]),
    v.check(([low, high]) => low < high, "Use [low, high] with low < high"),
    v.readonly(),
  ),
  standing: number(),
  torqueLimit: positive(),
  link,
});
const leg = v.strictObject({
  name,
  joints: v.pipe(v.array(joint), v.minLength(1, "Give a leg at least one joint"), v.readonly()),
  foot: v.strictObject({ name, position: vector, radius: positive() }),
});
const weights = Object.fromEntries(rewardTermNames.map((term) => [term, v.optional(number())]));
const schema = v.strictObject({
  name,
  base: link,
  legs: v.pipe(v.array(leg), v.minLength(1, "Give at least one leg"), v.readonly()),
  actuation: v.strictObject({
    stiffness: positive(),
    damping: number(0),
    armature: number(0),
    frictionLoss: number(0),
    noLoadSpeed: positive(),
    actionScale: positive(),
  }),
  rewards: v.optional(v.strictObject(weights)),
});

/**
 * A description that can be built. Throws UsageError `unknown-option` or `invalid-option` that name the part, and
 * `invalid-robot` for names used twice or by its world, and joints that cannot reach the angle they stand with.
 */
export function checkRobot(description: unknown): Robot {
  parseOptions("The robot", schema, description);
  const robot = description as Robot;
  const joints = jointsOf(robot);
  const names = [...joints, ...robot.legs.map(({ foot }) => foot)].map((part) => part.name);
  const twice = names.find((each, i) => names.indexOf(each) < i);
  if (twice !== undefined) {
    throw invalid(`has two joints or feet named "${twice}"`, "Give each a name of its own.");
  }
  // what the model calls its free joint and the ground
  const taken = names.find((each) => each === nameOf.root || each === nameOf.floor);
  if (taken !== undefined)
    throw invalid(`has a joint or foot named "${taken}", as is a part of its world`, "Rename it.");
  for (const { name, standing, range } of joints) {
    if (standing >= range[0] && standing <= range[1]) continue;
    throw invalid(
      `cannot stand: joint "${name}" would be at ${standing} rad, its range is ${range[0]} to ${range[1]}`,
      `Choose "standing" within the range, or correct the range.`,
    );
  }
  return robot;

  function invalid(problem: string, fix: string): UsageError {
    return new UsageError({ code: "invalid-robot", message: `The robot "${robot.name}" ${problem}.`, fix });
  }
}

/** A pose is good if the robot holds it for so long. */
const HELD_SECONDS = 2;
/** Less than this share of the standing height counts as sunk. */
const SUNK = 0.75;
const LIFT = 0.002;

/**
 * Throws UsageError `invalid-standing-pose` unless the robot stands on its feet alone, and still does when its joints
 * have held their standing angles for 2 seconds.
 */
export function requireStanding(mujoco: Mujoco, robot: Robot, { tilt }: { readonly tilt: number }): void {
  const joints = jointsOf(robot);
  const height = standingHeight(robot);
  if (height <= 0) {
    const problem = `its lowest foot is ${(-height).toFixed(3)} m above its base`;
    throw invalid(problem, "Change the standing angles so that feet are below the base.");
  }
  const model = mujoco.compile(buildModel(robot, "evaluation"));
  try {
    const data = model.createData();
    const { qpos, ctrl } = data;
    joints.forEach(({ standing }, i) => {
      qpos[7 + i] = standing;
      ctrl[i] = standing;
    });
    // no foot touches the ground now, so whatever does is another part
    qpos[2] = height + LIFT;
    data.forward();
    if (data.contactCount > 0) {
      throw invalid(
        "a part other than a foot is in the ground",
        "Change the standing angles so that the feet are the lowest points, or correct the shapes.",
      );
    }
    data.step(Math.round(HELD_SECONDS / model.timestep));
    const [, , z, , x, y] = data.qpos;
    const upright = 1 - 2 * (x! * x! + y! * y!);
    if (upright < Math.cos(tilt) || z! < SUNK * height) {
      const lean = ((180 / Math.PI) * Math.acos(Math.min(1, Math.max(-1, upright)))).toFixed(0);
      throw invalid(
        `after ${HELD_SECONDS} s its base is ${z!.toFixed(3)} m high instead of ${height.toFixed(3)} m and leans by ${lean}°`,
        "Choose standing angles that put the feet around the center of mass, or raise stiffness or torque limits.",
      );
    }
  } finally {
    model.dispose();
  }

  function invalid(problem: string, fix: string): UsageError {
    return new UsageError({
      code: "invalid-standing-pose",
      message: `The robot "${robot.name}" does not stand: ${problem}.`,
      fix,
    });
  }
}
