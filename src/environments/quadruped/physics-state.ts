import type { MujocoData } from "../../mujoco/index.js";
import type { QuadrupedLayout } from "./task-layout.js";

/** Copies physics, and what the solver starts from, out of the one simulation and back into it. */
export function createPhysicsState(data: MujocoData, { at }: QuadrupedLayout) {
  return {
    save(state: Float64Array, o: number): void {
      const { qpos, qvel, qacc_warmstart } = data;
      for (let i = 0; i < qpos.length; i++) state[o + at.position + i] = qpos[i]!;
      for (let i = 0; i < qvel.length; i++) state[o + at.velocity + i] = qvel[i]!;
      for (let i = 0; i < qvel.length; i++) state[o + at.warmStart + i] = qacc_warmstart[i]!;
      state[o + at.time] = data.time;
    },

    load(state: Float64Array, o: number): void {
      const { qpos, qvel, qacc_warmstart } = data;
      for (let i = 0; i < qpos.length; i++) qpos[i] = state[o + at.position + i]!;
      for (let i = 0; i < qvel.length; i++) qvel[i] = state[o + at.velocity + i]!;
      for (let i = 0; i < qvel.length; i++) qacc_warmstart[i] = state[o + at.warmStart + i]!;
      data.time = state[o + at.time]!;
    },
  };
}
