import type { MujocoData, MujocoModel } from "../../mujoco/index.js";
import { jointsOf, type Robot } from "./robot.js";

/** Numbers per actuator in `actuator_gainprm` and `actuator_biasprm` (mjNGAIN, mjNBIAS). */
const PARAMETERS = 10;

/** The robot's drives: what actions mean, how strong they are, and how their torque limits fall with speed. */
export interface Motors {
  /** Factor on gains and torque limits. */
  setStrength(factor: number): void;
  /** Target angles from the action that begins at `at`. */
  setTargets(ctrl: Float64Array, actions: Float64Array, at: number): void;
  step(data: MujocoData, count: number): void;
}

export function createMotors(model: MujocoModel, robot: Robot, speedTorqueCurve: boolean): Motors {
  const { stiffness, damping, noLoadSpeed, actionScale } = robot.actuation;
  const joints = jointsOf(robot);
  const count = joints.length;
  const standing = Float64Array.from(joints, (joint) => joint.standing);
  const limits = Float64Array.from(joints, (joint) => joint.torqueLimit);
  let strength = 1;

  /** Torque falls with speed along a straight line; braking is not limited by it. */
  function limitBySpeed(velocities: Float64Array): void {
    const { actuator_forcerange } = model;
    for (let i = 0; i < count; i++) {
      const speed = velocities[6 + i]! / noLoadSpeed;
      const limit = strength * limits[i]!;
      actuator_forcerange[2 * i] = -limit * Math.min(1, Math.max(0, 1 + speed));
      actuator_forcerange[2 * i + 1] = limit * Math.min(1, Math.max(0, 1 - speed));
    }
  }

  return {
    setStrength(factor) {
      strength = factor;
      const { actuator_gainprm, actuator_biasprm, actuator_forcerange } = model;
      for (let i = 0; i < count; i++) {
        actuator_gainprm[PARAMETERS * i] = factor * stiffness;
        actuator_biasprm[PARAMETERS * i + 1] = -factor * stiffness;
        actuator_biasprm[PARAMETERS * i + 2] = -factor * damping;
        actuator_forcerange[2 * i] = -factor * limits[i]!;
        actuator_forcerange[2 * i + 1] = factor * limits[i]!;
      }
    },

    setTargets(ctrl, actions, at) {
      for (let i = 0; i < count; i++) ctrl[i] = standing[i]! + actionScale * actions[at + i]!;
    },

    step(data, steps) {
      if (!speedTorqueCurve) {
        data.step(steps);
        return;
      }
      for (let i = 0; i < steps; i++) {
        limitBySpeed(data.qvel);
        data.step(1);
      }
    },
  };
}
