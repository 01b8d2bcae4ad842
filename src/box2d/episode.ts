import type { Picture } from "../picture.js";

/** One episode of a simulation, from its first observation on. */
export interface Episode {
  readonly firstObservation: Float32Array;
  /** `actions` holds the action at `offset`. */
  step(actions: Float32Array, offset: number): EpisodeStep;
  /** As the last step left it. */
  picture(): Picture;
}

export interface EpisodeStep {
  readonly observation: Float32Array;
  readonly reward: number;
  readonly terminated: boolean;
}
