import { Box, Edge, Polygon, Vec2 } from "planck";
import type { Picture, PictureShape } from "../picture.js";
import { type BodyMotion, motionOf } from "./body-motion.js";
import { createWorld } from "./create-world.js";
import { type GroundContacts, watchGroundContacts } from "./ground-contacts.js";
import { CHUNK_WIDTH } from "./moon.js";
import { MotorJoint, Settling } from "./motor-joint.js";
import {
  BODY,
  GROUND,
  LIMB,
  POSITION_ITERATIONS,
  SCALE,
  STEPS_PER_SECOND,
  VELOCITY_ITERATIONS,
  VIEW_HEIGHT,
  VIEW_WIDTH,
} from "./physics.js";
import { worldShapes } from "./world-shapes.js";

/** Corners in pixels. */
const HULL = [
  [-14, 17],
  [-17, 0],
  [-17, -10],
  [17, -10],
  [17, 0],
  [14, 17],
] as const;
const LEG_HALF_WIDTH = 2 / SCALE;
const LEG_HALF_HEIGHT = 8 / SCALE;
const LEG_AWAY = 20 / SCALE;
const LEG_DOWN = 18 / SCALE;
const LEG_SPRING_TORQUE = 40;
/** Radians: how far legs spread, and how far they give way. */
const LEG_SPREAD = 0.9;
const LEG_TRAVEL = 0.5;

const MAIN_ENGINE_POWER = 13;
const MAIN_ENGINE_BELOW = 4 / SCALE;
const SIDE_ENGINE_POWER = 0.6;
const SIDE_ENGINE_AWAY = 12 / SCALE;
const SIDE_ENGINE_UP = 14 / SCALE;
/** Not the 14 of the other axis, so side engines turn a tilted lander differently: Gymnasium's rule. */
const SIDE_ENGINE_ACROSS = 17 / SCALE;

/** What the engines do in one step. */
export interface Thrust {
  /** Share of the main engine's power. */
  readonly main: number;
  /** Share of the side engines' power. */
  readonly side: number;
  /** −1: the left engine, 1: the right one. */
  readonly direction: number;
}

/** A lander in flight. */
export interface Lander {
  readonly hull: BodyMotion;
  /** Of the legs, the right one first. */
  readonly contacts: GroundContacts;
  shapes(view: Picture["view"]): PictureShape[];
  /** False once it has come to rest. */
  readonly awake: boolean;
  /** Acts throughout the next step: newtons to the right, newton metres. */
  blow(force: number, torque: number): void;
  /** Fires the engines, scattered by two numbers in [−1, 1], and simulates one step. */
  step(thrust: Thrust, scatterAlong: number, scatterAcross: number): void;
}

/** A lander above a moon of these heights, about to be pushed by a force in newtons. */
export function createLander(
  heights: Float64Array,
  push: { readonly x: number; readonly y: number },
  gravity: number,
): Lander {
  const world = createWorld(gravity);
  const moon = world.createBody();
  moon.createFixture({ shape: new Edge({ x: 0, y: 0 }, { x: VIEW_WIDTH, y: 0 }) });
  for (let i = 0; i + 1 < heights.length; i++) {
    const left = { x: i * CHUNK_WIDTH, y: heights[i]! };
    const right = { x: (i + 1) * CHUNK_WIDTH, y: heights[i + 1]! };
    moon.createFixture({ shape: new Edge(left, right), friction: 0.1 });
  }

  const start = { x: VIEW_WIDTH / 2, y: VIEW_HEIGHT };
  const hull = world.createDynamicBody({ position: start });
  hull.createFixture({
    shape: new Polygon(HULL.map(([x, y]) => ({ x: x / SCALE, y: y / SCALE }))),
    density: 5,
    friction: 0.1,
    filterCategoryBits: BODY,
    filterMaskBits: GROUND,
  });
  hull.applyForceToCenter(push, true);
  const settling = new Settling();
  const legs = [-1, 1].map((side) => {
    const leg = world.createDynamicBody({ position: { x: start.x - side * LEG_AWAY, y: start.y }, angle: side * 0.05 });
    leg.createFixture({
      shape: new Box(LEG_HALF_WIDTH, LEG_HALF_HEIGHT),
      density: 1,
      filterCategoryBits: LIMB,
      filterMaskBits: GROUND,
    });
    world.createJoint(
      new MotorJoint(
        {
          bodyA: hull,
          bodyB: leg,
          localAnchorA: { x: 0, y: 0 },
          localAnchorB: { x: side * LEG_AWAY, y: LEG_DOWN },
          maxMotorTorque: LEG_SPRING_TORQUE,
          motorSpeed: 0.3 * side,
          lowerAngle: side < 0 ? LEG_SPREAD - LEG_TRAVEL : -LEG_SPREAD,
          upperAngle: side < 0 ? LEG_SPREAD : LEG_TRAVEL - LEG_SPREAD,
        },
        settling,
      ),
    );
    return leg;
  });
  const contacts = watchGroundContacts(world, hull, legs);

  const wind = new Vec2();
  const impulse = new Vec2();
  const point = new Vec2();

  /** Pushes the lander away from where exhaust leaves it: `x`, `y` from its position, `px`, `py` where it acts. */
  function fire(x: number, y: number, power: number, px: number, py: number): void {
    impulse.set(-x * power, -y * power);
    point.set(hull.getPosition().x + px, hull.getPosition().y + py);
    hull.applyLinearImpulse(impulse, point, true);
  }

  return {
    hull: motionOf(hull),
    contacts,
    shapes: (view) => worldShapes(world, hull, view),
    get awake() {
      return hull.isAwake();
    },

    blow(force, torque) {
      wind.set(force, 0);
      hull.applyForceToCenter(wind, true);
      hull.applyTorque(torque, true);
    },

    step({ main, side, direction }, scatterAlong, scatterAcross) {
      const sin = Math.sin(hull.getAngle());
      const cos = Math.cos(hull.getAngle());
      const along = scatterAlong / SCALE;
      const across = scatterAcross / SCALE;
      if (main > 0) {
        const below = MAIN_ENGINE_BELOW + 2 * along;
        const x = sin * below - cos * across;
        const y = -cos * below - sin * across;
        fire(x, y, MAIN_ENGINE_POWER * main, x, y);
      }
      if (side > 0) {
        const away = 3 * across + direction * SIDE_ENGINE_AWAY;
        const x = sin * along - cos * away;
        const y = -cos * along - sin * away;
        fire(x, y, SIDE_ENGINE_POWER * side, x - sin * SIDE_ENGINE_ACROSS, y + cos * SIDE_ENGINE_UP);
      }
      world.step(1 / STEPS_PER_SECOND, VELOCITY_ITERATIONS, POSITION_ITERATIONS);
    },
  };
}
