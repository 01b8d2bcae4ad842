import { type Body, Box, Edge, Polygon, RevoluteJoint, type RevoluteJointDef, type World } from "planck";
import { describe, expect, it } from "vitest";
import { createRandom } from "../random/index.js";
import { createWorld } from "./create-world.js";
import { MotorJoint, Settling } from "./motor-joint.js";

/** A body with two legs of two parts each that tumbles over an edge; `steps` of all bodies' motion. */
function tumble(join: (definition: RevoluteJointDef) => RevoluteJoint, steps: number): Float64Array {
  const world: World = createWorld(-10);
  const ground = world.createBody();
  ground.createFixture({ shape: new Edge({ x: -50, y: 0 }, { x: 0.3, y: 0 }), friction: 2.5 });
  ground.createFixture({ shape: new Edge({ x: 0.3, y: 0 }, { x: 50, y: -4 }), friction: 2.5 });
  const hull = world.createDynamicBody({ position: { x: 0, y: 3 }, angularVelocity: 1 });
  const corners = [
    { x: -1, y: -0.2 },
    { x: 1, y: -0.2 },
    { x: 0.8, y: 0.3 },
    { x: -1, y: 0.3 },
  ];
  hull.createFixture({ shape: new Polygon(corners), density: 5, filterGroupIndex: -1 });
  const bodies: Body[] = [hull];
  const joints: RevoluteJoint[] = [];
  for (const side of [-1, 1]) {
    let parent = hull;
    for (const [knee, y] of [
      [0, 2.4],
      [1, 1.3],
    ] as const) {
      const leg = world.createDynamicBody({ position: { x: 0, y }, angle: 0.05 * side });
      leg.createFixture({ shape: new Box(0.13, 0.55), density: 1, filterGroupIndex: -1 });
      const joint = join({
        bodyA: parent,
        bodyB: leg,
        localAnchorA: { x: 0, y: knee ? -0.55 : -0.25 },
        localAnchorB: { x: 0, y: 0.55 },
        enableMotor: true,
        enableLimit: true,
        lowerAngle: knee ? -1.6 : -0.8,
        upperAngle: knee ? -0.1 : 1.1,
        maxMotorTorque: 80,
      });
      world.createJoint(joint);
      joints.push(joint);
      bodies.push(leg);
      parent = leg;
    }
  }
  const random = createRandom(1);
  const motion = new Float64Array(steps * bodies.length * 3);
  for (let step = 0; step < steps; step++) {
    for (const joint of joints) {
      joint.setMotorSpeed(random.uniform(-6, 6));
      joint.setMaxMotorTorque(random.uniform(0, 80));
    }
    world.step(1 / 50, 180, 60);
    bodies.forEach((body, i) => {
      const { x, y } = body.getPosition();
      motion.set([x, y, body.getAngle()], (step * bodies.length + i) * 3);
    });
  }
  return motion;
}

describe("motor joints", () => {
  const planck = tumble((definition) => new RevoluteJoint(definition), 200);

  it("solve exactly as planck's revolute joints do", () => {
    const settling = new Settling(-1);
    const ours = tumble((definition) => new MotorJoint(definition, settling), 200);
    expect(ours).toEqual(planck);
    expect(new Set(ours).size).toBeGreaterThan(2000);
  });

  it("settle early without leaving planck's course while nothing collides", () => {
    const settling = new Settling();
    const flight = 12;
    const ours = tumble((definition) => new MotorJoint(definition, settling), flight);
    ours.forEach((value, i) => {
      expect(value).toBeCloseTo(planck[i]!, 7);
    });
  });

  it("give collisions within a step all iterations again", () => {
    const settling = new Settling();
    const iterations: number[] = [];
    class Spy extends MotorJoint {
      override solvePositionConstraints(step: Parameters<RevoluteJoint["solvePositionConstraints"]>[0]): boolean {
        const solved = super.solvePositionConstraints(step);
        iterations.push(step.velocityIterations);
        return solved;
      }
    }
    tumble((definition) => new Spy(definition, settling), 10);
    expect(new Set(iterations)).toEqual(new Set([180]));
  });
});
