import type { Problem } from "../../ui/problem.js";
import type { Scene } from "../../ui/scene.js";
import type { Experiment } from "./experiment.js";

/** What the page tells the worker that trains. */
export type ToTrainer =
  | { readonly kind: "begin"; readonly experiment: Experiment }
  | { readonly kind: "run" }
  | { readonly kind: "pause" }
  | { readonly kind: "step" }
  | { readonly kind: "policy" };

/** What the last update of an iteration looked at: one minibatch, or the whole batch. */
export interface Samples {
  /** log π/μ: [samples] */
  readonly logRatios: Float32Array;
  /** As the update weighed them: [samples] */
  readonly advantages: Float32Array;
  readonly clipRange: number | undefined;
}

/** Logits of a tabular policy before and after an iteration: [state, action]. */
export interface Movement {
  readonly iteration: number;
  readonly before: Float32Array;
  readonly after: Float32Array;
}

/** Measurements of consecutive iterations. */
export interface Rows {
  readonly names: readonly string[];
  /** Environment steps at the end of each iteration: [row] */
  readonly steps: Float64Array<ArrayBuffer>;
  /** [row, name]; NaN where an iteration did not measure it. */
  readonly values: Float64Array<ArrayBuffer>;
}

/** Everything new since the last message; the page redraws no more often than it is told. */
export interface Progress {
  readonly rows: Rows;
  readonly samples: Samples | undefined;
  readonly movement: Movement | undefined;
}

/** What that worker tells the page. */
export type FromTrainer =
  | { readonly kind: "ready" }
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "policy"; readonly bytes: Uint8Array<ArrayBuffer>; readonly asked: boolean }
  | { readonly kind: "paused" }
  | { readonly kind: "finished"; readonly reached: boolean }
  | { readonly kind: "failed"; readonly problem: Problem };

/** What the page tells the worker that shows the agent. */
export type ToTheater =
  | { readonly kind: "stage"; readonly environment: string; readonly seed: number }
  | { readonly kind: "policy"; readonly bytes: Uint8Array<ArrayBuffer>; readonly dropped: string | undefined }
  /** `steps`: how far the episode goes on before the moment that is shown. */
  | { readonly kind: "frame"; readonly greedy: boolean; readonly steps: number };

export type FromTheater =
  | { readonly kind: "scene"; readonly scene: Scene; readonly lastReturn: number | undefined }
  | { readonly kind: "accepted"; readonly name: string; readonly algorithm: string; readonly steps: number }
  | { readonly kind: "refused"; readonly problem: Problem };
