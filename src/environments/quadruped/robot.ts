import type { RewardWeights } from "./rewards.js";

export type Vector = readonly [x: number, y: number, z: number];

/** What a link is of, for collisions and for the eye; every part is placed in its link's frame. */
export type Shape =
  | { readonly kind: "box"; readonly center: Vector; readonly halfSizes: Vector }
  | { readonly kind: "capsule" | "cylinder"; readonly from: Vector; readonly to: Vector; readonly radius: number };

/** A rigid body: kilograms, meters, kg·m². */
export interface Link {
  readonly mass: number;
  readonly centerOfMass: Vector;
  /** Moments about the axes of the link's own frame, at its center of mass. */
  readonly inertia: Vector;
  readonly shapes?: readonly Shape[];
}

/** A hinge and the link that it moves. At angle 0 all frames are aligned with the base: x ahead, y to the left, z up. */
export interface Joint {
  /** Unique in the robot. */
  readonly name: string;
  /** In the frame of the link before. */
  readonly position: Vector;
  readonly axis: Vector;
  /** Radians. */
  readonly range: readonly [low: number, high: number];
  /** The angle that the robot stands with, and that actions count from. */
  readonly standing: number;
  /** N·m. */
  readonly torqueLimit: number;
  readonly link: Link;
}

export interface Foot {
  readonly name: string;
  /** Center of the sphere, in the last link's frame. */
  readonly position: Vector;
  readonly radius: number;
}

/** A chain of joints from the base to a foot. */
export interface Leg {
  readonly name: string;
  readonly joints: readonly Joint[];
  readonly foot: Foot;
}

/** Position control in the joints: torque = stiffness · (target − angle) − damping · speed, within the torque limit. */
export interface Actuation {
  /** N·m/rad. */
  readonly stiffness: number;
  /** N·m·s/rad. */
  readonly damping: number;
  /** Inertia of the rotor as the joint feels it, kg·m². */
  readonly armature: number;
  /** Dry friction of a joint, N·m; only the model for evaluation has it. */
  readonly frictionLoss: number;
  /** Where the speed-torque curve meets zero torque, rad/s; only read where a task asks for that curve. */
  readonly noLoadSpeed: number;
  /** Radians that an action of 1 moves a joint's target. */
  readonly actionScale: number;
}

/**
 * A robot on legs as plain data: copy one of ours, change what is different, and train. Observations and actions list
 * joints in the order of `legs`, from the base down.
 */
export interface Robot {
  readonly name: string;
  readonly base: Link;
  readonly legs: readonly Leg[];
  readonly actuation: Actuation;
  /** Weights of the reward's terms that suit it, instead of a task's defaults; a task's options come first. */
  readonly rewards?: Partial<RewardWeights>;
}

/** All joints, in the order of observations and actions. */
export const jointsOf = (robot: Robot): readonly Joint[] => robot.legs.flatMap(({ joints }) => joints);

export const totalMass = (robot: Robot): number =>
  jointsOf(robot).reduce((mass, { link }) => mass + link.mass, robot.base.mass);
