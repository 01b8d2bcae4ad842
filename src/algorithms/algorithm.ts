import type { Mirror } from "../environments/index.js";
import type { ActorCritic } from "../policies/index.js";
import type { Random } from "../random/index.js";
import type { Actor, Fragment, StepActor } from "../rollout/index.js";
import type { Snapshot } from "../snapshot.js";
import type { Space } from "../spaces/index.js";

/** How experience is collected for an algorithm. */
export interface CollectionSettings {
  /** Copies of the environment that are stepped together. */
  readonly nEnvs: number;
  /** Steps per copy and update. */
  readonly nSteps: number;
  /** Scale observations by their running mean and standard deviation. */
  readonly normalizeObservation: boolean;
  /** Divide rewards by the running standard deviation of the discounted return. */
  readonly normalizeReward: boolean;
  /** Discount. */
  readonly gamma: number;
}

/** What an update looks at, for whoever watches it learn. Later updates may overwrite the arrays: copy them to keep them. */
export interface ObservedSamples {
  /** log π/μ: [samples] */
  readonly logRatios: Float32Array;
  /** As the update weighs them: [samples] */
  readonly advantages: Float32Array;
  /** ε, where ratios are clipped. */
  readonly clipRange?: number;
}

/** What an algorithm must know to build its networks. */
export interface Task {
  readonly observationSpace: Space;
  readonly actionSpace: Space;
  /** Keys of the observation's Dict that the policy does not see. */
  readonly criticOnly?: readonly string[] | undefined;
  readonly masked: boolean;
  /** The environment's symmetry, where it declares one. */
  readonly mirror?: Mirror | undefined;
  /** Source of initialization and of minibatch order. */
  readonly random: Random;
  /** Told of every minibatch (or whole batch) that a policy gradient learns from. */
  readonly observe?: ((samples: ObservedSamples) => void) | undefined;
}

/** Measurements of one update, by metric name (`losses/policy_loss`, …). */
export type UpdateMetrics = Record<string, number>;

/** What every learner has: the parameters, and all that the next update depends on. */
export interface LearnerState {
  readonly model: ActorCritic;
  /** The current flat parameter vector. Later updates may overwrite the array: copy it to keep it. */
  readonly parameters: Float32Array;
  /** Replaces the parameters (warm start); the optimizer starts afresh. */
  warmStart(parameters: Float32Array): void;
  /** The running episodes were begun anew, because the environment cannot restore its state: parts of them are no use. */
  episodesLost?(): void;
  getState(): Snapshot;
  setState(state: Snapshot): void;
}

/** Holds the parameters and improves them from fragments of experience. */
export interface Learner extends LearnerState {
  /** Gathers the next fragment, for learners that need not act by their current parameters; default: acting by them. */
  collect?(actor: Pick<Actor, "collect" | "restart">): Promise<Fragment>;
  /** One update from one fragment. `progress`: share of training done before it, from 0 to 1, for schedules. */
  update(fragment: Fragment, progress: number): Promise<UpdateMetrics>;
}

/** Holds the parameters and improves them from whatever it has kept of the past, between steps. */
export interface ReplayLearner extends LearnerState {
  /** Acts for `collection.nSteps` steps in every environment, and learns in between. `progress`: as for `update`. */
  learn(actor: Pick<StepActor, "begin" | "step">, progress: number): Promise<UpdateMetrics>;
}

/** A learning algorithm with its options, ready to be used on any task. */
export interface Algorithm<Made extends LearnerState = Learner | ReplayLearner> {
  readonly name: string;
  /** All options, defaults included: plain JSON, except for networks that are functions. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly collection: CollectionSettings;
  /** Updates correct by ratios π/μ for experience of an older policy, so that it may be collected meanwhile; default false. */
  readonly importanceCorrected?: boolean;
  create(task: Task): Promise<Made>;
}
