import type { EvaluationResult } from "proximal";
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

/** What one update looked at: at most a few hundred samples of one minibatch. */
export interface Samples {
  readonly ratios: Float32Array;
  readonly advantages: Float32Array;
  readonly clipRange: number | undefined;
  /** Samples of the whole minibatch, before some were picked. */
  readonly count: number;
  /** (Σρ)²/Σρ² of the whole minibatch */
  readonly effective: number;
}

/** Logits of a tabular policy before and after an update: [state, action]. */
export interface Movement {
  readonly before: Float32Array;
  readonly after: Float32Array;
}

export interface Progress {
  readonly iteration: number;
  readonly steps: number;
  readonly metrics: Readonly<Record<string, number>>;
  readonly evaluation: EvaluationResult | undefined;
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
  | { readonly kind: "frame"; readonly greedy: boolean };

export type FromTheater =
  | { readonly kind: "scene"; readonly scene: Scene; readonly lastReturn: number | undefined }
  | { readonly kind: "accepted"; readonly name: string; readonly algorithm: string; readonly steps: number }
  | { readonly kind: "refused"; readonly problem: Problem };
