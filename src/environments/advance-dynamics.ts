import type { Dynamics } from "./environment.js";

/** The arrays and sizes of one vector of `dynamics` copies. */
export interface DynamicsBatch {
  readonly count: number;
  readonly stateSize: number;
  readonly observationSize: number;
  readonly actionSize: number;
  /** [count] */
  readonly episodeLimits: Int32Array;
  readonly states: Float64Array;
  readonly observations: Float32Array;
  readonly rewards: Float32Array;
  readonly returns: Float64Array;
  readonly lengths: Int32Array;
  /** Called where an episode ended; `terminated` tells the task's end from the time limit. */
  readonly finish: (copy: number, terminated: boolean) => void;
  readonly fail: (copy: number, error: unknown) => void;
}

export type Advance = (dynamics: Dynamics, batch: DynamicsBatch, actions: Int32Array | Float32Array) => void;

/** Steps every copy once. It must not refer to anything outside itself: `specialize` makes copies of its source. */
function advanceAll(dynamics: Dynamics, batch: DynamicsBatch, actions: Int32Array | Float32Array): void {
  const { count, stateSize, observationSize, actionSize, episodeLimits, states, observations } = batch;
  const { rewards, returns, lengths } = batch;
  let copy = 0;
  try {
    for (; copy < count; copy++) {
      const offset = copy * stateSize;
      const length = lengths[copy]! + 1;
      // before anything can throw, so that failures name the step they happened in
      lengths[copy] = length;
      const reward = dynamics.step(states, offset, actions, copy * actionSize);
      rewards[copy] = reward;
      returns[copy] = returns[copy]! + reward;
      dynamics.observe(states, offset, observations, copy * observationSize);
      const terminated = dynamics.isTerminal(states, offset);
      if (terminated || length >= episodeLimits[copy]!) batch.finish(copy, terminated);
    }
  } catch (error) {
    batch.fail(copy, error);
  }
}

const specialized = new WeakMap<Dynamics, Advance>();
const nothing = new Float32Array(0);
const emptyBatch: DynamicsBatch = {
  count: 0,
  stateSize: 0,
  observationSize: 0,
  actionSize: 0,
  episodeLimits: new Int32Array(0),
  states: new Float64Array(0),
  observations: nothing,
  rewards: nothing,
  returns: new Float64Array(0),
  lengths: new Int32Array(0),
  finish: () => {},
  fail: (_copy, error) => {
    throw error;
  },
};

/**
 * The stepping loop for one definition. JavaScript engines keep one profile per function source, so a loop shared by
 * several environments stops inlining their physics and runs 3× slower; a copy of its own keeps each at full speed.
 * Where a page forbids compiling code (Content-Security-Policy), or a build tool has tied the source to its module, the
 * shared loop runs instead, with the same results.
 */
export function specializedAdvance(dynamics: Dynamics): Advance {
  const known = specialized.get(dynamics);
  if (known !== undefined) return known;
  let advance: Advance = advanceAll;
  try {
    const copy = new Function(`return (${advanceAll.toString()});`)() as Advance;
    // throws if the source refers to something outside itself
    copy(dynamics, emptyBatch, nothing);
    advance = copy;
  } catch {
    // the shared loop is right everywhere
  }
  specialized.set(dynamics, advance);
  return advance;
}
