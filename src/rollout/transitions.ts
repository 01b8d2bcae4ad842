/** One step of every environment, without the policy's view of it: what off-policy learners store. Overwritten by the next. */
export interface Transitions {
  readonly environments: number;
  /** Before the step: [environments, observationSize] */
  readonly observations: Float32Array;
  /** [environments, actionSize] */
  readonly actions: Int32Array | Float32Array;
  /** [environments] */
  readonly rewards: Float32Array;
  /** [environments] */
  readonly terminated: Uint8Array;
  /** [environments] */
  readonly truncated: Uint8Array;
  /** The true next ones, also where an episode ended and the next has begun: [environments, observationSize] */
  readonly nextObservations: Float32Array;
}
