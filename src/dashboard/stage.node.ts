import {
  type Command,
  type Dynamics,
  type Environment,
  type LoadedEnvironment,
  loadEnvironment,
  type Picture,
  type PictureShape,
  type Simulation,
  type VectorEnvironment,
  vectorize,
} from "../environments/index.js";
import { type Policy, requireSameSpaces } from "../policies/index.js";
import { createRandom } from "../random/index.js";
import type { Space } from "../spaces/index.js";
import { describeModel, type SceneModel } from "./describe-model.node.js";
import type { ActorSource } from "./load-actor.node.js";

/** What a viewer is told once. */
export interface StageDescription {
  readonly environment: string;
  readonly actionKind: Space["kind"];
  /** Seconds between two frames in the world of the environment, where it has such a time. */
  readonly secondsPerStep?: number;
  readonly model?: SceneModel;
  readonly commands?: readonly Omit<Command, "place">[];
}

/** One moment of an episode: what the policy saw, and what it did then. */
export interface StageFrame {
  readonly observation: readonly number[];
  readonly action: readonly number[];
  readonly distribution: readonly number[];
  readonly value: number | undefined;
  /** Before the action. */
  readonly episodeReturn: number;
  readonly length: number;
  /** Whether the action ended the episode, and its return then. */
  readonly ended?: { readonly terminated: boolean; readonly episodeReturn: number };
  /** Position (3) and rotation (9, row-major) of each geom. */
  readonly pose?: readonly number[];
  /** Where bodies touch, 3 numbers each. */
  readonly contacts?: readonly number[];
  readonly command?: readonly number[];
  readonly picture?: Picture;
  /** Steps that the policy had been trained for. */
  readonly trained: number;
}

export interface FrameOptions {
  /** The most probable actions. */
  readonly greedy: boolean;
  /**
   * What the agent is told, by command, limited to the ranges that the description tells; undefined: what the environment
   * draws. A frame of a simulation tells what the agent follows.
   */
  readonly command?: readonly number[] | undefined;
}

/** A policy acting in an environment of its own, a frame at a time. */
export class Stage {
  readonly description: StageDescription;
  private readonly simulation: Simulation | undefined;
  private readonly commands: readonly Command[];
  private readonly dynamics: Dynamics | undefined;
  private readonly geoms: readonly number[];
  private state: Float32Array;
  private episodeReturn = 0;
  private length = 0;
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly source: ActorSource,
    private readonly environment: VectorEnvironment,
    definition: Awaited<ReturnType<typeof loadEnvironment>>,
    private policy: Policy,
    private version: string,
    private readonly copy: () => Pick<Environment<never, never>, "picture"> | undefined,
  ) {
    const { id, actionSpace, dynamics } = definition;
    this.simulation = dynamics?.simulation;
    this.commands = dynamics?.commands ?? [];
    this.dynamics = dynamics;
    const model = this.simulation && describeModel(this.simulation);
    this.geoms = model?.indices ?? [];
    const secondsPerStep = dynamics?.secondsPerStep;
    this.state = new Float32Array(policy.stateSize);
    this.description = {
      environment: id,
      actionKind: actionSpace.kind,
      ...(secondsPerStep !== undefined && { secondsPerStep }),
      ...(model && { model: model.scene }),
      ...(this.commands.length > 0 && { commands: this.commands.map(({ name, low, high }) => ({ name, low, high })) }),
    };
  }

  /** Throws UsageError `space-mismatch` where the policy is none for the environment, and what loading throws. */
  static async open(source: ActorSource, seed: number): Promise<Stage> {
    const version = source.version();
    const policy = await source.loadPolicy();
    try {
      requireSameSpaces(policy.metadata, source.definition);
      const definition = await loadEnvironment(source.definition);
      const shown = withCopyKept(definition);
      const environment = vectorize(shown.definition, 1, createRandom(seed).split("stage"));
      environment.reset();
      return new Stage(source, environment, definition, policy, version, shown.copy);
    } catch (error) {
      await policy.release();
      throw error;
    }
  }

  /** The next frames, one after the other also where several ask at once. */
  frames(count: number, options: FrameOptions): Promise<StageFrame[]> {
    const frames = this.turn.then(async () => {
      const made: StageFrame[] = [];
      for (let i = 0; i < count; i++) made.push(await this.frame(options));
      return made;
    });
    this.turn = frames.catch(() => {});
    return frames;
  }

  async close(): Promise<void> {
    await this.turn;
    this.environment.close();
    await this.policy.release();
  }

  private async frame({ greedy, command }: FrameOptions): Promise<StageFrame> {
    const { environment } = this;
    if (this.length === 0) await this.takeNewest();
    if (command) this.obey(command);
    const observation = environment.observations.slice();
    const { actions, distribution, values } = await this.policy.viewBatch(observation, {
      deterministic: greedy,
      ...(this.state.length > 0 && { state: this.state }),
      ...(environment.actionMasks && { mask: environment.actionMasks }),
    });
    const seen = {
      observation: Array.from(observation),
      action: Array.from(actions),
      distribution: Array.from(distribution),
      value: values[0],
      episodeReturn: this.episodeReturn,
      length: this.length,
      trained: this.policy.metadata.steps,
      ...this.look(),
    };
    const { actionSpace } = environment.definition;
    const start = actionSpace.kind === "discrete" ? actionSpace.start : 0;
    environment.step(start === 0 ? actions : actions.map((action) => action - start));
    this.episodeReturn += environment.rewards[0]!;
    this.length++;
    if (!environment.terminated[0] && !environment.truncated[0]) return seen;
    const ended = { terminated: environment.terminated[0] === 1, episodeReturn: this.episodeReturn };
    this.episodeReturn = 0;
    this.length = 0;
    this.state.fill(0);
    return { ...seen, ended };
  }

  /** Between episodes, so that each one is of one policy. A checkpoint that cannot be read is taken later. */
  private async takeNewest(): Promise<void> {
    const version = this.source.version();
    if (version === this.version) return;
    try {
      const policy = await this.source.loadPolicy();
      await this.policy.release();
      this.policy = policy;
      this.version = version;
    } catch {
      // The run was removed, or is being replaced.
    }
  }

  private obey(command: readonly number[]): void {
    const { states, saved } = this.states();
    for (const [i, { place, low, high }] of this.commands.entries()) {
      states[place] = Math.min(high, Math.max(low, command[i] ?? 0));
    }
    this.dynamics?.obey?.(states, 0);
    this.environment.setState(saved);
  }

  private look(): Pick<StageFrame, "pose" | "contacts" | "command" | "picture"> {
    const { simulation, geoms } = this;
    if (!simulation) {
      const picture = this.copy()?.picture?.();
      return picture ? { picture: { ...picture, shapes: picture.shapes.map(roundedShape) } } : {};
    }
    const { states } = this.states();
    simulation.load(states, 0);
    simulation.data.forward();
    const { geom_xpos, geom_xmat } = simulation.data;
    const pose: number[] = [];
    for (const geom of geoms) {
      for (let i = 0; i < 3; i++) pose.push(rounded(geom_xpos[3 * geom + i]!));
      for (let i = 0; i < 9; i++) pose.push(rounded(geom_xmat[9 * geom + i]!));
    }
    return {
      pose,
      contacts: Array.from(simulation.data.contactPositions(), rounded),
      ...(this.commands.length > 0 && { command: this.commands.map(({ place }) => states[place]!) }),
    };
  }

  /** A copy of the environment's state, and the numbers of the simulation in it. */
  private states() {
    const saved = this.environment.getState() as { readonly states: Float64Array };
    return { saved, states: saved.states };
  }
}

/** The definition, and the copy that will have been made by it: whatever steps many shows none. */
function withCopyKept(definition: LoadedEnvironment) {
  let made: Pick<Environment<never, never>, "picture"> | undefined;
  const { create } = definition;
  if (create === undefined) return { definition, copy: () => undefined };
  const kept: LoadedEnvironment = {
    ...definition,
    create: (random) => {
      const copy = create(random);
      made = copy;
      return copy;
    },
  };
  return { definition: kept, copy: () => made };
}

const roundedShape = ({ points, part }: PictureShape): PictureShape => ({ points: points.map(rounded), part });

/** To a tenth of a millimeter: what goes to the page is a third as long. */
const rounded = (value: number) => Math.round(value * 1e4) / 1e4;
