import type { MujocoData, MujocoModel } from "../mujoco/index.js";
import type { Picture } from "../picture.js";
import type { Random } from "../random/index.js";
import type { Snapshot } from "../snapshot.js";
import type { Space, ValueOf } from "../spaces/index.js";
import type { Mirror } from "./mirror.js";

export type { Picture, PictureShape } from "../picture.js";
export type { Snapshot } from "../snapshot.js";

/** What `step` returns. `terminated`: the task ended (no future reward); `truncated`: only the recording ended (bootstrap). */
export interface StepResult<Observation> {
  readonly observation: Observation;
  readonly reward: number;
  readonly terminated: boolean;
  readonly truncated?: boolean;
  readonly info?: Readonly<Record<string, unknown>>;
}

/** One running environment, Gymnasium's semantics. Plain number arrays are accepted where the space holds arrays. */
export interface Environment<Observation, Action> {
  reset(): Observation;
  step(action: Action): StepResult<Observation>;
  /** 1 or true = allowed, 0 or false = forbidden, one entry per choice of a Discrete or MultiDiscrete action space; asked after every reset and step. */
  actionMask?(): ArrayLike<number | boolean>;
  /** Everything needed to continue exactly; without it a resumed run restarts this environment's episode and says so. */
  getState?(): Snapshot;
  setState?(state: Snapshot): void;
  /** Figures of the episode so far beside return and length, asked where it ends; training reports them as `episode/<name>`. */
  episodeFigures?(): Readonly<Record<string, number>>;
  /** What there is to see now, for viewers. */
  picture?(): Picture;
  close?(): void;
}

/**
 * An environment as pure functions over a slice of one Float64Array: many copies step in place without allocation,
 * and saving or restoring state comes for free. `offset` is where this copy's slice begins.
 */
export interface Dynamics {
  /** Numbers of state per copy. */
  readonly stateSize: number;
  /** The leading numbers of the state that recorded trajectories give as `initialState` (defaults to all). */
  readonly initialStateSize?: number;
  reset(state: Float64Array, offset: number, random: Random): void;
  /** Fills in the rest of a state of which only the leading `initialStateSize` numbers were given; without it the rest stays as it is. */
  completeState?(state: Float64Array, offset: number): void;
  /** Advances one step and returns the reward. Discrete actions are integers (without the space's `start`); Box actions are unclipped floats. */
  step(state: Float64Array, offset: number, actions: Int32Array | Float32Array, actionOffset: number): number;
  isTerminal(state: Float64Array, offset: number): boolean;
  observe(state: Float64Array, offset: number, observations: Float32Array, observationOffset: number): void;
  /** What a step takes in the environment's own time, for whoever shows it. */
  readonly secondsPerStep?: number;
  /** The simulation in which all copies take turns, for whoever draws them. */
  readonly simulation?: Simulation;
  /** What a person may tell the agent while it acts. */
  readonly commands?: readonly Command[];
  /** A person has written commands into the state: what would lead them elsewhere in the next step gives way. */
  obey?(state: Float64Array, offset: number): void;
  /** Names of figures that an episode has beside return and length; training reports them as `episode/<name>`. */
  readonly episodeFigures?: readonly string[];
  /** Writes the figures of the episode so far, in the order of their names; NaN where there is none. */
  readEpisodeFigures?(state: Float64Array, offset: number, figures: Float64Array): void;
}

/** A MuJoCo simulation that one copy after the other is put into. */
export interface Simulation {
  readonly model: MujocoModel;
  readonly data: MujocoData;
  /** Puts a copy's state into it; positions of bodies and contacts are there after `data.forward()`. */
  load(state: Float64Array, offset: number): void;
}

/** A number of the state that the policy follows: a speed, a turn. */
export interface Command {
  readonly name: string;
  /** Its place in a copy's state. */
  readonly place: number;
  readonly low: number;
  readonly high: number;
}

/** What every environment declares, whichever way it is implemented. */
export interface EnvironmentMetadata<O extends Space = Space, A extends Space = Space> {
  readonly id: string;
  readonly observationSpace: O;
  readonly actionSpace: A;
  /**
   * Keys of a Dict of observations that only the critic sees in training, such as what a simulation alone can tell: policies
   * act without them, and exported ones do not take them.
   */
  readonly criticOnly?: readonly string[];
  /** Episodes longer than this are truncated (never terminated) by the library. */
  readonly maxEpisodeSteps?: number;
  /** The return at which the task counts as solved. */
  readonly rewardThreshold?: number;
  /**
   * In training, the first episode of each copy is cut at a random length, so that time limits do not end all of them in
   * the same step; needs `maxEpisodeSteps`.
   */
  readonly staggered?: boolean;
  /**
   * What the environment was made with: a run is resumed only where it is the same, since an id alone does not tell other
   * rewards, or another robot of the same name. Plain data: objects, arrays, texts, booleans, null, and numbers other than NaN.
   */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A symmetry of the task, for learners that are told to use it (`mirrored`) and for the statistics of observations. */
  readonly mirror?: Mirror;
}

/** How an environment is implemented: by objects (`create`) or by pure functions over flat state (`dynamics`). */
export type EnvironmentImplementation<O extends Space = Space, A extends Space = Space> =
  | { readonly create: (random: Random) => Environment<ValueOf<O>, ValueOf<A>>; readonly dynamics?: never }
  | { readonly dynamics: Dynamics; readonly create?: never };

/** An environment that can be stepped. */
export type LoadedEnvironment<O extends Space = Space, A extends Space = Space> = EnvironmentMetadata<O, A> &
  EnvironmentImplementation<O, A> & { readonly load?: never };

/**
 * An environment, or one whose implementation comes with `load`: what is slow to start or may not be installed (a physics
 * engine, assets) is fetched when the environment is first used. `loadEnvironment` does that.
 */
export type EnvironmentDefinition<O extends Space = Space, A extends Space = Space> =
  | LoadedEnvironment<O, A>
  | (EnvironmentMetadata<O, A> & {
      /** `settings` that are known only now take the place of those above. */
      readonly load: () => Promise<EnvironmentImplementation<O, A> & Pick<EnvironmentMetadata, "settings">>;
      readonly create?: never;
      readonly dynamics?: never;
    });

/** The return and length of one finished episode, and which copy ran it. */
export interface EpisodeSummary {
  readonly copy: number;
  readonly episodeReturn: number;
  readonly length: number;
  /** What else the environment tells of the episode; absent where it tells nothing. */
  readonly figures?: Readonly<Record<string, number>>;
}

/**
 * Many copies of one environment, stepped together in place. Arrays are allocated once and overwritten by every `step`.
 * Same-step autoreset: where an episode ends, `observations` already holds the next episode's first observation and
 * `finalObservations` the true last one.
 */
export interface VectorEnvironment {
  readonly definition: EnvironmentMetadata;
  readonly count: number;
  readonly observationSize: number;
  /** [count, observationSize] */
  readonly observations: Float32Array;
  /** [count] */
  readonly rewards: Float32Array;
  /** [count], 0 or 1 */
  readonly terminated: Uint8Array;
  /** [count], 0 or 1 */
  readonly truncated: Uint8Array;
  /** [count, observationSize]; rows are meaningful where terminated or truncated. */
  readonly finalObservations: Float32Array;
  /** [count, choices] of the current observations, where the environment has masks. */
  readonly actionMasks?: Uint8Array;
  /** Returns and lengths of episodes that ended in the last `step` (raw rewards, before any normalization). */
  readonly finishedEpisodes: readonly EpisodeSummary[];
  /** Starts new episodes everywhere. */
  reset(): void;
  /** `actions`: [count] int32 for Discrete (without `start`), [count, size] int32 for MultiDiscrete and MultiBinary, [count, size] float32 for Box. */
  step(actions: Int32Array | Float32Array): void;
  /** False when some environment offers no state: `getState` then leaves it out and `setState` restarts its episode. */
  readonly restorable: boolean;
  getState(): Snapshot;
  setState(state: Snapshot): void;
  close(): void;
}
