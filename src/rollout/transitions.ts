/** One step of every environment, without the policy's view of it: what off-policy learners store. Overwritten by the next. */
export interface Transitions {
  readonly environments: number;
  /** [environments, observationSize], before the step. */
  readonly observations: Float32Array;
  /** [environments, actionSize] */
  readonly actions: Int32Array | Float32Array;
  /** [environments] */
  readonly rewards: Float32Array;
  /** [environments] */
  readonly terminated: Uint8Array;
  /** [environments] */
  readonly truncated: Uint8Array;
  /** [environments, observationSize]: the true next ones, also where an episode ended and the next has begun. */
  readonly nextObservations: Float32Array;
}
