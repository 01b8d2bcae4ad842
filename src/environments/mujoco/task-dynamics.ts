import type { MujocoData, MujocoModel } from "../../mujoco/index.js";
import type { Dynamics } from "../environment.js";
import type { TaskRules } from "./task.js";

/**
 * A task as pure functions over flat state. All copies take turns in one simulation, which stays in the processor's
 * cache: a copy's state is all that the next step depends on (positions, velocities, activations, the solver's warm
 * start, time), and beside it what was seen and what the next reward compares with, which are computed half a step behind
 * and could not be computed again.
 */
export function taskDynamics(model: MujocoModel, data: MujocoData, rules: TaskRules, frameSkip: number): Dynamics {
  const { nq, nv, na, nu } = model.sizes;
  const ACT = nq + nv;
  const WARM_START = ACT + na;
  const TIME = WARM_START + nv;
  const TERMINAL = TIME + 1;
  const CARRIED = TERMINAL + 1;
  const OBSERVATION = CARRIED + rules.carriedSize;
  const { observationSize } = rules;

  function save(state: Float64Array, offset: number, terminal: boolean): void {
    const { qpos, qvel, qacc_warmstart } = data;
    for (let i = 0; i < nq; i++) state[offset + i] = qpos[i]!;
    for (let i = 0; i < nv; i++) state[offset + nq + i] = qvel[i]!;
    if (na > 0) state.set(data.act, offset + ACT);
    for (let i = 0; i < nv; i++) state[offset + WARM_START + i] = qacc_warmstart[i]!;
    state[offset + TIME] = data.time;
    state[offset + TERMINAL] = terminal ? 1 : 0;
    rules.carry(state, offset + CARRIED);
    rules.observe(state, offset + OBSERVATION);
  }

  function load(state: Float64Array, offset: number): void {
    const { qpos, qvel, qacc_warmstart } = data;
    for (let i = 0; i < nq; i++) qpos[i] = state[offset + i]!;
    for (let i = 0; i < nv; i++) qvel[i] = state[offset + nq + i]!;
    if (na > 0) data.act.set(state.subarray(offset + ACT, offset + WARM_START));
    for (let i = 0; i < nv; i++) qacc_warmstart[i] = state[offset + WARM_START + i]!;
    data.time = state[offset + TIME]!;
  }

  return {
    stateSize: OBSERVATION + observationSize,
    initialStateSize: nq + nv,
    secondsPerStep: frameSkip * model.timestep,
    simulation: { model, data, load },

    reset(state, offset, random) {
      data.reset();
      rules.start(random);
      data.forward();
      save(state, offset, false);
    },

    completeState(state, offset) {
      data.reset();
      const { qpos, qvel } = data;
      for (let i = 0; i < nq; i++) qpos[i] = state[offset + i]!;
      for (let i = 0; i < nv; i++) qvel[i] = state[offset + nq + i]!;
      data.forward();
      save(state, offset, false);
    },

    step(state, offset, actions, actionOffset) {
      load(state, offset);
      const { ctrl } = data;
      for (let i = 0; i < nu; i++) ctrl[i] = actions[actionOffset + i]!;
      data.step(frameSkip);
      if (rules.needsBodyForces) data.bodyForces();
      const reward = rules.reward(actions, actionOffset, state, offset + CARRIED);
      save(state, offset, rules.isTerminal());
      return reward;
    },

    isTerminal: (state, offset) => state[offset + TERMINAL] === 1,

    observe(state, offset, observations, observationOffset) {
      const first = offset + OBSERVATION;
      for (let i = 0; i < observationSize; i++) observations[observationOffset + i] = state[first + i]!;
    },
  };
}
