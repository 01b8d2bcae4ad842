import { type Body, Box, Edge, Polygon, type World } from "planck";
import type { Picture, PictureShape } from "../picture.js";
import { type BodyMotion, motionOf } from "./body-motion.js";
import { createWorld } from "./create-world.js";
import { type GroundContacts, watchGroundContacts } from "./ground-contacts.js";
import { MotorJoint, Settling } from "./motor-joint.js";
import { GROUND, LIMB, POSITION_ITERATIONS, SCALE, STEPS_PER_SECOND, VELOCITY_ITERATIONS } from "./physics.js";
import { CELL, GROUND_LEVEL, START_CELLS, type Terrain } from "./walker-terrain.js";
import { worldShapes } from "./world-shapes.js";

/** Corners in pixels. */
const HULL = [
  [-30, 9],
  [6, 9],
  [34, 1],
  [34, -8],
  [-30, -8],
] as const;
/** Of a hip, from the hull's origin. */
const HIP_HEIGHT = -8 / SCALE;
const LEG_WIDTH = 8 / SCALE;
/** Of the upper and of the lower leg. */
const LEG_LENGTH = 34 / SCALE;
const GROUND_FRICTION = 2.5;

/** Newton metres. */
const MOTOR_TORQUE = 80;
/** Radians per second. */
export const HIP_SPEED = 4;
export const KNEE_SPEED = 6;
export const JOINTS = 4;
const SPEEDS = [HIP_SPEED, KNEE_SPEED, HIP_SPEED, KNEE_SPEED];

/** A walker on its terrain. */
export interface Walker {
  readonly hull: BodyMotion;
  /** Of the lower legs. */
  readonly contacts: GroundContacts;
  shapes(view: Picture["view"]): PictureShape[];
  /** Radians; joints are hip and knee of one leg, then of the other. */
  jointAngle(joint: number): number;
  jointSpeed(joint: number): number;
  /** Turns the joints with these shares of their torque, in [−1, 1], and simulates one step. */
  step(torques: Float32Array, offset: number): void;
}

/** A walker at the start of a terrain, pushed to the right by `push` newtons for one step. */
export function createWalker(terrain: Terrain, push: number): Walker {
  const world = createWorld(-10);
  buildGround(world, terrain);

  const start = { x: (CELL * START_CELLS) / 2, y: GROUND_LEVEL + 2 * LEG_LENGTH };
  const hull = world.createDynamicBody({ position: start });
  hull.createFixture({
    shape: new Polygon(HULL.map(([x, y]) => ({ x: x / SCALE, y: y / SCALE }))),
    density: 5,
    friction: 0.1,
    filterCategoryBits: LIMB,
    filterMaskBits: GROUND,
  });
  hull.applyForceToCenter({ x: push, y: 0 }, true);

  const settling = new Settling();
  const joints: MotorJoint[] = [];
  const lowerLegs: Body[] = [];
  const bodies: Body[] = [hull];
  for (const side of [-1, 1]) {
    const addLeg = (parent: Body, anchor: number, center: number, width: number, knee: boolean) => {
      const leg = world.createDynamicBody({ position: { x: start.x, y: start.y + center }, angle: side * 0.05 });
      leg.createFixture({
        shape: new Box(width / 2, LEG_LENGTH / 2),
        density: 1,
        filterCategoryBits: LIMB,
        filterMaskBits: GROUND,
      });
      const joint = new MotorJoint(
        {
          bodyA: parent,
          bodyB: leg,
          localAnchorA: { x: 0, y: anchor },
          localAnchorB: { x: 0, y: LEG_LENGTH / 2 },
          maxMotorTorque: MOTOR_TORQUE,
          motorSpeed: knee ? 1 : side,
          lowerAngle: knee ? -1.6 : -0.8,
          upperAngle: knee ? -0.1 : 1.1,
        },
        settling,
      );
      world.createJoint(joint);
      joints.push(joint);
      bodies.push(leg);
      return leg;
    };
    const upper = addLeg(hull, HIP_HEIGHT, -LEG_LENGTH / 2 - HIP_HEIGHT, LEG_WIDTH, false);
    lowerLegs.push(addLeg(upper, -LEG_LENGTH / 2, (-LEG_LENGTH * 3) / 2 - HIP_HEIGHT, 0.8 * LEG_WIDTH, true));
  }

  return {
    hull: motionOf(hull),
    contacts: watchGroundContacts(world, hull, lowerLegs),
    shapes: (view) => worldShapes(world, hull, view),
    jointAngle: (joint) => joints[joint]!.getJointAngle(),
    jointSpeed: (joint) => joints[joint]!.getJointSpeed(),

    step(torques, offset) {
      for (let i = 0; i < JOINTS; i++) {
        const torque = torques[offset + i]!;
        joints[i]!.setMotorSpeed(SPEEDS[i]! * Math.sign(torque));
        joints[i]!.setMaxMotorTorque(MOTOR_TORQUE * Math.min(Math.abs(torque), 1));
      }
      // A motor that is set wakes its bodies in Box2D, in planck only if it is set to something else.
      for (const body of bodies) body.setAwake(true);
      world.step(1 / STEPS_PER_SECOND, VELOCITY_ITERATIONS, POSITION_ITERATIONS);
    },
  };
}

function buildGround(world: World, { heights, blocks }: Terrain): void {
  const ground = world.createBody();
  for (const { left, right, bottom, top } of blocks) {
    const corners = [
      { x: left, y: bottom },
      { x: right, y: bottom },
      { x: right, y: top },
      { x: left, y: top },
    ];
    ground.createFixture({ shape: new Polygon(corners), friction: GROUND_FRICTION });
  }
  for (let i = 0; i + 1 < heights.length; i++) {
    const left = { x: i * CELL, y: heights[i]! };
    const right = { x: (i + 1) * CELL, y: heights[i + 1]! };
    ground.createFixture({ shape: new Edge(left, right), friction: GROUND_FRICTION });
  }
}
