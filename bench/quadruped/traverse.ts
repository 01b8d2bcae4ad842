import {
  type RobotName,
  type RoughQuadrupedOptions,
  roughQuadrupedEnvironment,
  type TerrainType,
  withoutCriticOnly,
} from "../../src/environments/index.js";
import type { Policy } from "../../src/policies/index.js";
import { createRandom } from "../../src/random/index.js";
import { sizeOf } from "../../src/spaces/index.js";

/** Share of robots that crossed a kind of terrain. */
export interface Traverse {
  readonly left: number;
  readonly fell: number;
}

const CLIP = 4;
const STEPS = 1000;

export interface TraverseOptions {
  readonly robot: RobotName;
  readonly type: TerrainType;
  readonly level: number;
  readonly levels: number;
  readonly episodes: number;
  /** Of the terrain and of all else. */
  readonly seed: number;
  readonly hidden?: boolean;
}

/**
 * Greedy robots are told to walk at 0.5 m/s in any direction from the middle of their tile: who leaves it within 20 s, and who
 * falls before? No pushes; friction and measurements vary as in training.
 */
export async function traverse(policy: Policy, options: TraverseOptions): Promise<Traverse> {
  const { robot, type, level, levels, episodes, seed, hidden = false } = options;
  const task: RoughQuadrupedOptions = {
    robot,
    terrain: { types: [type], levels, seed },
    curriculum: { start: [level, level], adaptive: false },
    commands: { forward: [0.5, 0.5], lateral: [0, 0], seconds: 20, standing: 0 },
    randomization: { pushSpeed: 0 },
    perception: { hidden },
  };
  const environment = await roughQuadrupedEnvironment(task);
  const { dynamics } = environment;
  const { left } = dynamics.terrainLayout.at;
  const seen = withoutCriticOnly(environment);
  const observed = sizeOf(seen.observationSpace);
  const actionSize = sizeOf(environment.actionSpace);
  const random = createRandom(seed);
  const state = new Float64Array(episodes * dynamics.stateSize);
  const observations = new Float32Array(episodes * observed);
  const running = new Set(Array.from({ length: episodes }, (_, i) => i));
  let crossed = 0;
  let fell = 0;
  const look = (i: number) => seen.dynamics!.observe(state, i * dynamics.stateSize, observations, i * observed);
  for (const i of running) {
    dynamics.reset(state, i * dynamics.stateSize, random.split(i));
    look(i);
  }
  for (let step = 0; step < STEPS && running.size > 0; step++) {
    const actions = (await policy.actBatch(observations)) as Float32Array;
    for (let i = 0; i < actions.length; i++) actions[i] = Math.min(CLIP, Math.max(-CLIP, actions[i]!));
    for (const i of running) {
      const o = i * dynamics.stateSize;
      dynamics.step(state, o, actions, i * actionSize);
      look(i);
      const done = state[o + left] === 1;
      const down = dynamics.isTerminal(state, o);
      if (done) crossed++;
      else if (down) fell++;
      if (done || down) running.delete(i);
    }
  }
  return { left: crossed / episodes, fell: fell / episodes };
}
