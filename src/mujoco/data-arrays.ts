/**
 * Arrays of the simulation, under MuJoCo's names (https://mujoco.readthedocs.io/en/stable/APIreference/APItypes.html#mjdata).
 * They are the simulation's own memory: writing changes it. Creating models or data may move that memory and detach
 * arrays taken before, so take them from here again instead of keeping them.
 */
export interface DataArrays {
  /** Positions [nq]: a free joint has x y z and a quaternion w x y z, a ball joint a quaternion. */
  readonly qpos: Float64Array;
  /** Velocities [nv]: a free joint's linear ones in the world's frame, its angular ones in the body's. */
  readonly qvel: Float64Array;
  /** Accelerations [nv]. */
  readonly qacc: Float64Array;
  /** Where the solver starts from [nv]. */
  readonly qacc_warmstart: Float64Array;
  /** Activations of actuators with dynamics of their own [na]. */
  readonly act: Float64Array;
  /** Controls [nu]. */
  readonly ctrl: Float64Array;
  /** Forces on joints [nv]. */
  readonly qfrc_applied: Float64Array;
  /** Forces and torques on bodies [nbody, 6], world frame. */
  readonly xfrc_applied: Float64Array;
  readonly mocap_pos: Float64Array;
  readonly mocap_quat: Float64Array;
  readonly userdata: Float64Array;
  readonly sensordata: Float64Array;
  /** [nbody, 3] */
  readonly xpos: Float64Array;
  /** [nbody, 4] */
  readonly xquat: Float64Array;
  /** [nbody, 9], row-major */
  readonly xmat: Float64Array;
  /** Centers of mass [nbody, 3]. */
  readonly xipos: Float64Array;
  readonly ximat: Float64Array;
  readonly xanchor: Float64Array;
  readonly xaxis: Float64Array;
  /** [ngeom, 3] */
  readonly geom_xpos: Float64Array;
  /** [ngeom, 9], row-major */
  readonly geom_xmat: Float64Array;
  readonly site_xpos: Float64Array;
  readonly site_xmat: Float64Array;
  readonly cam_xpos: Float64Array;
  readonly cam_xmat: Float64Array;
  /** Centers of mass of each body and all that hangs on it [nbody, 3]. */
  readonly subtree_com: Float64Array;
  /** After `subtreeVelocities()`, or with a sensor that asks for it [nbody, 3]. */
  readonly subtree_linvel: Float64Array;
  readonly subtree_angmom: Float64Array;
  /** [nbody, 10] */
  readonly cinert: Float64Array;
  /** Velocities of bodies [nbody, 6], angular before linear. */
  readonly cvel: Float64Array;
  /** After `bodyForces()`, or with a sensor that asks for it [nbody, 6]. */
  readonly cacc: Float64Array;
  /** External forces on bodies [nbody, 6], after `bodyForces()`. */
  readonly cfrc_ext: Float64Array;
  readonly cfrc_int: Float64Array;
  readonly ten_length: Float64Array;
  readonly ten_velocity: Float64Array;
  readonly actuator_length: Float64Array;
  readonly actuator_velocity: Float64Array;
  readonly actuator_force: Float64Array;
  readonly qfrc_actuator: Float64Array;
  readonly qfrc_bias: Float64Array;
  readonly qfrc_constraint: Float64Array;
  readonly qfrc_passive: Float64Array;
  readonly energy: Float64Array;
}

export const dataArrayNames = [
  "qpos",
  "qvel",
  "qacc",
  "qacc_warmstart",
  "act",
  "ctrl",
  "qfrc_applied",
  "xfrc_applied",
  "mocap_pos",
  "mocap_quat",
  "userdata",
  "sensordata",
  "xpos",
  "xquat",
  "xmat",
  "xipos",
  "ximat",
  "xanchor",
  "xaxis",
  "geom_xpos",
  "geom_xmat",
  "site_xpos",
  "site_xmat",
  "cam_xpos",
  "cam_xmat",
  "subtree_com",
  "subtree_linvel",
  "subtree_angmom",
  "cinert",
  "cvel",
  "cacc",
  "cfrc_ext",
  "cfrc_int",
  "ten_length",
  "ten_velocity",
  "actuator_length",
  "actuator_velocity",
  "actuator_force",
  "qfrc_actuator",
  "qfrc_bias",
  "qfrc_constraint",
  "qfrc_passive",
  "energy",
] as const satisfies readonly (keyof DataArrays)[];
