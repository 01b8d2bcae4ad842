/**
 * Arrays of the model, under MuJoCo's names (https://mujoco.readthedocs.io/en/stable/APIreference/APItypes.html#mjmodel).
 * They are the model's own memory: what is written holds from the next step on; after changes of masses, inertias,
 * lengths or `qpos0` call `refresh()`. Creating models or data may move that memory and detach arrays taken before, so
 * take them from here again instead of keeping them.
 */
export interface ModelArrays {
  /** The configuration of the XML [nq]. */
  readonly qpos0: Float64Array;
  readonly qpos_spring: Float64Array;
  readonly body_parentid: Int32Array;
  readonly body_rootid: Int32Array;
  readonly body_weldid: Int32Array;
  readonly body_jntadr: Int32Array;
  readonly body_jntnum: Int32Array;
  readonly body_dofadr: Int32Array;
  readonly body_dofnum: Int32Array;
  readonly body_geomadr: Int32Array;
  readonly body_geomnum: Int32Array;
  readonly body_mocapid: Int32Array;
  readonly body_pos: Float64Array;
  readonly body_quat: Float64Array;
  readonly body_ipos: Float64Array;
  readonly body_iquat: Float64Array;
  readonly body_mass: Float64Array;
  readonly body_subtreemass: Float64Array;
  readonly body_inertia: Float64Array;
  readonly body_gravcomp: Float64Array;
  readonly body_contype: Int32Array;
  readonly body_conaffinity: Int32Array;
  readonly jnt_type: Int32Array;
  readonly jnt_qposadr: Int32Array;
  readonly jnt_dofadr: Int32Array;
  readonly jnt_bodyid: Int32Array;
  readonly jnt_pos: Float64Array;
  readonly jnt_axis: Float64Array;
  readonly jnt_stiffness: Float64Array;
  readonly jnt_range: Float64Array;
  readonly jnt_margin: Float64Array;
  readonly jnt_solref: Float64Array;
  readonly jnt_solimp: Float64Array;
  readonly dof_armature: Float64Array;
  readonly dof_damping: Float64Array;
  readonly dof_frictionloss: Float64Array;
  readonly geom_type: Int32Array;
  readonly geom_contype: Int32Array;
  readonly geom_conaffinity: Int32Array;
  readonly geom_condim: Int32Array;
  readonly geom_bodyid: Int32Array;
  readonly geom_dataid: Int32Array;
  readonly geom_matid: Int32Array;
  readonly geom_group: Int32Array;
  readonly geom_size: Float64Array;
  readonly geom_pos: Float64Array;
  readonly geom_quat: Float64Array;
  readonly geom_friction: Float64Array;
  readonly geom_margin: Float64Array;
  readonly geom_gap: Float64Array;
  readonly geom_solref: Float64Array;
  readonly geom_solimp: Float64Array;
  readonly geom_solmix: Float64Array;
  readonly geom_rbound: Float64Array;
  readonly geom_rgba: Float32Array;
  readonly site_bodyid: Int32Array;
  readonly site_pos: Float64Array;
  readonly site_quat: Float64Array;
  readonly site_size: Float64Array;
  readonly mesh_vertadr: Int32Array;
  readonly mesh_vertnum: Int32Array;
  readonly mesh_faceadr: Int32Array;
  readonly mesh_facenum: Int32Array;
  readonly mesh_vert: Float32Array;
  readonly mesh_face: Int32Array;
  readonly mat_rgba: Float32Array;
  /** Radii in x and y, greatest elevation and base of each height field [nhfield, 4]; see `heightField()`. */
  readonly hfield_size: Float64Array;
  readonly hfield_nrow: Int32Array;
  readonly hfield_ncol: Int32Array;
  readonly hfield_adr: Int32Array;
  readonly hfield_data: Float32Array;
  readonly actuator_trntype: Int32Array;
  readonly actuator_trnid: Int32Array;
  readonly actuator_gear: Float64Array;
  readonly actuator_gainprm: Float64Array;
  readonly actuator_biasprm: Float64Array;
  readonly actuator_ctrlrange: Float64Array;
  readonly actuator_forcerange: Float64Array;
  readonly sensor_type: Int32Array;
  readonly sensor_adr: Int32Array;
  readonly sensor_dim: Int32Array;
  readonly tendon_range: Float64Array;
  readonly tendon_stiffness: Float64Array;
  readonly tendon_damping: Float64Array;
  readonly key_time: Float64Array;
  readonly key_qpos: Float64Array;
  readonly key_qvel: Float64Array;
  readonly key_ctrl: Float64Array;
}

export const modelArrayNames = [
  "qpos0",
  "qpos_spring",
  "body_parentid",
  "body_rootid",
  "body_weldid",
  "body_jntadr",
  "body_jntnum",
  "body_dofadr",
  "body_dofnum",
  "body_geomadr",
  "body_geomnum",
  "body_mocapid",
  "body_pos",
  "body_quat",
  "body_ipos",
  "body_iquat",
  "body_mass",
  "body_subtreemass",
  "body_inertia",
  "body_gravcomp",
  "body_contype",
  "body_conaffinity",
  "jnt_type",
  "jnt_qposadr",
  "jnt_dofadr",
  "jnt_bodyid",
  "jnt_pos",
  "jnt_axis",
  "jnt_stiffness",
  "jnt_range",
  "jnt_margin",
  "jnt_solref",
  "jnt_solimp",
  "dof_armature",
  "dof_damping",
  "dof_frictionloss",
  "geom_type",
  "geom_contype",
  "geom_conaffinity",
  "geom_condim",
  "geom_bodyid",
  "geom_dataid",
  "geom_matid",
  "geom_group",
  "geom_size",
  "geom_pos",
  "geom_quat",
  "geom_friction",
  "geom_margin",
  "geom_gap",
  "geom_solref",
  "geom_solimp",
  "geom_solmix",
  "geom_rbound",
  "geom_rgba",
  "site_bodyid",
  "site_pos",
  "site_quat",
  "site_size",
  "mesh_vertadr",
  "mesh_vertnum",
  "mesh_faceadr",
  "mesh_facenum",
  "mesh_vert",
  "mesh_face",
  "mat_rgba",
  "hfield_size",
  "hfield_nrow",
  "hfield_ncol",
  "hfield_adr",
  "hfield_data",
  "actuator_trntype",
  "actuator_trnid",
  "actuator_gear",
  "actuator_gainprm",
  "actuator_biasprm",
  "actuator_ctrlrange",
  "actuator_forcerange",
  "sensor_type",
  "sensor_adr",
  "sensor_dim",
  "tendon_range",
  "tendon_stiffness",
  "tendon_damping",
  "key_time",
  "key_qpos",
  "key_qvel",
  "key_ctrl",
] as const satisfies readonly (keyof ModelArrays)[];
