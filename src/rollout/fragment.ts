/**
 * Experience of `environments` copies over `steps` steps, time-major: row `t · environments + e`. Whatever produced it,
 * it carries the behavior policy's log-probabilities and distribution parameters, so that every importance correction
 * can be computed later.
 */
export interface Fragment {
  readonly steps: number;
  readonly environments: number;
  /** [steps, environments, observationSize], as the policy saw them (normalized). */
  readonly observations: Float32Array;
  /** [steps, environments] (Discrete) or [steps, environments, actionSize], as sampled: not clipped. */
  readonly actions: Int32Array | Float32Array;
  /** [steps, environments, choices], where the environment has masks. */
  readonly masks: Uint8Array | undefined;
  /** [steps, environments], as the learner sees them (normalized). */
  readonly rewards: Float32Array;
  /** [steps, environments] */
  readonly terminated: Uint8Array;
  /** [steps, environments] */
  readonly truncated: Uint8Array;
  /** log μ(a|s): [steps, environments] */
  readonly behaviorLogProbs: Float32Array;
  /** [steps, environments, parameterSize] */
  readonly behaviorParameters: Float32Array;
  /** V(s): [steps, environments] */
  readonly values: Float32Array;
  /** V of the true next observation where an episode was truncated or the fragment ends; elsewhere meaningless. [steps, environments] */
  readonly nextValues: Float32Array;
  /** Of a policy with a memory. */
  readonly memory?: FragmentMemory | undefined;
}

/** What a policy with a memory remembered, so that a learner can go through its sequences again. */
export interface FragmentMemory {
  /** Steps of a sequence; divides the fragment's. */
  readonly sequenceLength: number;
  /** Before the first step of every sequence: [steps / sequenceLength, environments, stateSize] */
  readonly states: Float32Array;
  /** 1 where an episode begins, and nothing is remembered: [steps, environments] */
  readonly episodeStarts: Float32Array;
}
