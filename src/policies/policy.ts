import { UsageError } from "../errors.js";
import { createRandom, type Random } from "../random/index.js";
import { decodeOnnx, loadProgram, type OnnxContents, type Program, type TensorData } from "../runtime/index.js";
import {
  choicesOf,
  contains,
  type Dict,
  describeValue,
  flattenInto,
  isAllowed,
  maskProblem,
  type Space,
  sizeOf,
  spaceFromJSON,
  type ValueOf,
} from "../spaces/index.js";
import { didYouMean } from "../text.js";
import { POLICY_FORMAT, type PolicyMetadata } from "./export.js";
import { observationFeeds } from "./observation-inputs.js";

export interface ActOptions {
  /** The most probable action instead of a sampled one; default true. */
  readonly deterministic?: boolean;
  /** Which choices are allowed, where the task has masks: 1 or true. Those of MultiDiscrete positions follow each other. */
  readonly mask?: ArrayLike<number | boolean>;
  /** Noise to sample with, instead of the policy's own. */
  readonly noise?: Float32Array;
  /**
   * For policies with a memory: what the previous call of `act` returned; undefined where an episode begins.
   * `actBatch` takes [batch, stateSize], zeros where an episode begins, and overwrites it with the state after the step.
   */
  readonly state?: PolicyState;
}

const ACT_OPTIONS: readonly string[] = ["deterministic", "mask", "noise", "state"] satisfies (keyof ActOptions)[];

/** Memory that a policy carries from step to step: [stateSize]; undefined for policies without one. */
export type PolicyState = Float32Array | undefined;

export interface ActResult<Action = unknown> {
  /** As the environment's `step` takes it. */
  readonly action: Action;
  readonly state: PolicyState;
}

/** What a policy makes of observations. */
export interface PolicyView {
  /** [batch] or [batch, actionSize] */
  readonly actions: Int32Array | Float32Array;
  /** Logits, or means and then log standard deviations from before squashing: [batch, parameters] */
  readonly distribution: Float32Array;
  /** V(s): [batch] */
  readonly values: Float32Array;
}

export interface PolicyOptions {
  /** What errors call the bytes, for example a path. */
  readonly name?: string;
  /** Seed of the policy's own sampling; default 0. */
  readonly seed?: number;
}

interface NoiseMetadata {
  readonly kind: "uniform" | "normal";
  readonly size: number;
}

/** A trained policy: an ONNX model with everything needed to act (normalization, masks, clipping) inside. */
export class Policy {
  private readonly random: Random;

  private constructor(
    readonly metadata: PolicyMetadata,
    private readonly noise: NoiseMetadata | undefined,
    /** Numbers that the policy remembers from step to step; 0 without a memory. */
    readonly stateSize: number,
    private readonly bytes: Uint8Array,
    private readonly contents: OnnxContents,
    seed: number,
  ) {
    this.random = createRandom(seed);
  }

  private loading: Promise<Program> | undefined;

  /**
   * Loads a policy from the bytes of an ONNX file that Proximal exported. `seed` seeds its sampling.
   * Throws UsageError `not-a-policy` for anything else.
   */
  static async fromOnnx(bytes: Uint8Array, options: PolicyOptions = {}): Promise<Policy> {
    const policy = Policy.fromTrustedOnnx(bytes, options);
    try {
      await policy.program();
    } catch (cause) {
      throw notAPolicy(options.name ?? "The file", "cannot be loaded by ONNX Runtime", cause);
    }
    return policy;
  }

  /** Like `fromOnnx`, for bytes that were just exported: ONNX Runtime loads them when the policy first acts. */
  static fromTrustedOnnx(bytes: Uint8Array, { name = "The file", seed = 0 }: PolicyOptions = {}): Policy {
    const contents = readContents(bytes, name);
    const { metadata } = contents;
    const format = metadata["proximal.format"];
    if (format === undefined) throw notAPolicy(name, "is not a policy that Proximal exported");
    if (format !== POLICY_FORMAT)
      throw notAPolicy(name, `has policy format ${format}, but this version reads ${POLICY_FORMAT}`);
    if (!contents.inputs.some(({ name }) => name === "observation" || name.startsWith("observation."))) {
      throw notAPolicy(name, "claims to be a policy, but takes no observation");
    }
    return new Policy(...readMetadata(metadata, name), bytes, contents, seed);
  }

  /** Reads a policy from an ONNX file (Node only). Throws UsageError `not-a-policy` for anything else. */
  static async load(path: string, options: Omit<PolicyOptions, "name"> = {}): Promise<Policy> {
    const { readFileBytes } = await import("../files/node.js");
    return Policy.fromOnnx(readFileBytes(path), { ...options, name: path });
  }

  /** The policy as an ONNX file. */
  toOnnx(): Uint8Array {
    return this.bytes;
  }

  /** Writes the ONNX file, whole or not at all (Node only). */
  async save(path: string): Promise<void> {
    const { writeFileAtomic } = await import("../files/node.js");
    writeFileAtomic(path, this.bytes);
  }

  /** One action for one observation, as `reset` and `step` return it. Throws a UsageError if the observation does not fit the observation space. */
  async act(observation: unknown, options: ActOptions = {}): Promise<ActResult> {
    requireActOptions("act", options);
    const { observationSpace, actionSpace } = this.metadata;
    const problem = contains(observationSpace, observation as ValueOf<Space>);
    const flat = new Float32Array(sizeOf(observationSpace));
    if (problem !== undefined && !fits(observationSpace, observation)) {
      throw new UsageError({
        code: "invalid-observation",
        message: `The policy was given an observation that is not of its observation space: ${problem}`,
        fix: `Give observations of ${this.metadata.environment}.`,
      });
    }
    flattenInto(observationSpace, observation as ValueOf<Space>, flat, 0);
    // A copy: what the caller holds stays as it is.
    const state = this.stateSize > 0 ? (options.state?.slice() ?? new Float32Array(this.stateSize)) : options.state;
    const actions = await this.actBatch(flat, state ? { ...options, state } : options);
    return { action: actionSpace.kind === "discrete" ? actions[0] : actions, state };
  }

  /**
   * Actions for many observations at once: [batch, observationSize] → [batch] or [batch, actionSize]. A policy with a
   * memory overwrites the given `state`; without one, every row begins an episode.
   */
  async actBatch(observations: Float32Array, options: ActOptions = {}): Promise<Int32Array | Float32Array> {
    requireActOptions("actBatch", options);
    return (await this.viewBatch(observations, options)).actions;
  }

  /** Like `actBatch`, with what the actions were chosen from. */
  async viewBatch(observations: Float32Array, options: ActOptions = {}): Promise<PolicyView> {
    const { deterministic = true, mask } = options;
    const { observationSpace } = this.metadata;
    const size = sizeOf(observationSpace);
    if (!(observations instanceof Float32Array)) {
      throw new UsageError({
        code: "invalid-observation",
        message: `actBatch was given ${describeValue(observations)} as observations.`,
        fix: `Give a Float32Array with ${size} numbers for each observation, or use act for a single one.`,
      });
    }
    const batch = observations.length / size;
    if (!Number.isInteger(batch)) {
      throw new UsageError({
        code: "invalid-observation",
        message: `The policy was given ${observations.length} numbers, which is no whole number of observations of ${size}.`,
        fix: `Give ${size} numbers for each observation.`,
      });
    }
    const feeds: Record<string, TensorData> = observationFeeds(observationSpace, observations);
    if (this.noise) {
      // The most probable action does not depend on the noise, but the model wants some.
      const unused = () => new Float32Array(batch * this.noise!.size).fill(0.5); // checked above
      feeds.noise = options.noise ?? (deterministic ? unused() : drawNoise(batch, this.noise, this.random));
    } else if (!deterministic) {
      throw new UsageError({
        code: "deterministic-policy",
        message: "This policy was exported without sampling.",
        fix: "Ask for deterministic actions, or export it again with sampling.",
      });
    }
    if (this.stateSize > 0) feeds.state = this.checkedState(options.state, batch);
    else if (options.state !== undefined) {
      throw new UsageError({
        code: "invalid-state",
        message: "There is a state, but this policy has no memory and would ignore it.",
        fix: "Leave the state out.",
      });
    }
    if (this.contents.inputs.some(({ name }) => name === "mask")) {
      feeds.mask = this.checkedMask(mask, batch);
    } else if (mask !== undefined) {
      throw new UsageError({
        code: "invalid-mask",
        message: "There is an action mask, but this policy was trained without masks and would ignore it.",
        fix: "Leave the mask out, or train where the environment gives masks.",
      });
    }
    const result = await (await this.program()).run(feeds);
    if (this.stateSize > 0) options.state?.set(result.next_state as Float32Array);
    return {
      actions: result[deterministic ? "action" : "sampled_action"] as Int32Array | Float32Array,
      distribution: result.distribution as Float32Array,
      values: result.value as Float32Array,
    };
  }

  /** Noise for a batch from a generator of one's own, so that sampling can be repeated: `{ noise }`, to be spread into `act`'s options. */
  noiseFor(batch: number, random: Random): { readonly noise?: Float32Array } {
    return this.noise ? { noise: drawNoise(batch, this.noise, random) } : {};
  }

  /** Named parameters and constants of the model, for warm starts. */
  get constants(): ReadonlyMap<string, Float32Array> {
    return new Map(
      [...this.contents.initializers.values()]
        .filter(({ type }) => type === 1)
        .map(({ name, bytes }) => [name, new Float32Array(bytes.slice().buffer)]),
    );
  }

  /** Frees the runtime session. */
  async release(): Promise<void> {
    await (await this.loading)?.release();
    this.loading = undefined;
  }

  /** One entry per choice, 1 where it is allowed; without a mask everything is. */
  private checkedMask(mask: ActOptions["mask"], batch: number): Uint8Array {
    const { actionSpace } = this.metadata;
    const choices = choicesOf(actionSpace);
    if (mask === undefined) return new Uint8Array(batch * choices).fill(1);
    const entries = Array.from(mask as ArrayLike<unknown>);
    const fix =
      "Give one entry per choice and observation, 1 or true for every allowed one, 0 or false for the others.";
    if (entries.length !== batch * choices) {
      throw new UsageError({
        code: "invalid-mask",
        message: `The mask has ${entries.length} entries, but there are ${batch * choices} choices.`,
        fix,
      });
    }
    for (let row = 0; row < batch; row++) {
      const problem = maskProblem(actionSpace, entries.slice(row * choices, (row + 1) * choices));
      if (problem === undefined) continue;
      throw new UsageError({
        code: "invalid-mask",
        message: `The policy cannot act${batch === 1 ? "" : ` on observation ${row}`}: ${problem}.`,
        fix,
      });
    }
    return Uint8Array.from(entries, (entry) => (isAllowed(entry) ? 1 : 0));
  }

  private checkedState(state: PolicyState, batch: number): Float32Array {
    if (state === undefined) return new Float32Array(batch * this.stateSize);
    if (state instanceof Float32Array && state.length === batch * this.stateSize) return state;
    throw new UsageError({
      code: "invalid-state",
      message: `The state has ${state.length} numbers, but ${batch} observations have ${batch} · ${this.stateSize}.`,
      fix: "Give what the previous call returned, or zeros (or nothing) where an episode begins.",
    });
  }

  private program(): Promise<Program> {
    this.loading ??= loadProgram(this.bytes, this.contents.inputs);
    return this.loading;
  }
}

function requireActOptions(what: string, options: ActOptions): void {
  const unknown = Object.keys(options).find((key) => !ACT_OPTIONS.includes(key));
  if (unknown !== undefined) {
    throw new UsageError({
      code: "unknown-option",
      message: `${what} has no option "${unknown}".`,
      fix: `${didYouMean(unknown, ACT_OPTIONS)}Options: ${ACT_OPTIONS.join(", ")}.`,
    });
  }
}

function drawNoise(batch: number, { kind, size }: NoiseMetadata, random: Random): Float32Array {
  const noise = new Float32Array(batch * size);
  if (kind === "normal") random.fillNormal(noise);
  else random.fillUniform(noise);
  return noise;
}

/** Values outside the bounds are the environment's business; values of another shape or type are not. */
function fits(space: Space, observation: unknown): boolean {
  if (space.kind === "dict") return entriesFit(space, observation);
  if (space.kind !== "box") return contains(space, observation) === undefined;
  const size = sizeOf(space);
  return ArrayBuffer.isView(observation) || Array.isArray(observation)
    ? (observation as ArrayLike<number>).length === size &&
        Array.from(observation as ArrayLike<number>).every(Number.isFinite)
    : false;
}

function entriesFit({ spaces }: Dict, observation: unknown): boolean {
  if (typeof observation !== "object" || observation === null) return false;
  const keys = Object.keys(spaces);
  const entries = observation as Readonly<Record<string, unknown>>;
  if (Object.keys(entries).length !== keys.length) return false;
  return keys.every((key) => key in entries && fits(spaces[key] as Space, entries[key]));
}

function readMetadata(
  entries: Readonly<Record<string, string>>,
  name: string,
): [metadata: PolicyMetadata, noise: NoiseMetadata | undefined, stateSize: number] {
  const parse = (key: string): unknown => JSON.parse(entries[key] ?? "null");
  try {
    const metadata = {
      environment: entries["proximal.environment"] ?? "",
      observationSpace: spaceFromJSON(parse("proximal.observation_space")),
      actionSpace: spaceFromJSON(parse("proximal.action_space")),
      algorithm: entries["proximal.algorithm"] ?? "",
      steps: Number(entries["proximal.steps"] ?? 0),
    };
    const noise = (parse("proximal.noise") as NoiseMetadata | null) ?? undefined;
    return [metadata, noise, Number(entries["proximal.state"] ?? 0)];
  } catch (cause) {
    throw notAPolicy(name, "is a policy whose metadata is damaged", cause);
  }
}

function readContents(bytes: Uint8Array, name: string): OnnxContents {
  try {
    return decodeOnnx(bytes);
  } catch (cause) {
    throw notAPolicy(name, "is not an ONNX model", cause);
  }
}

function notAPolicy(name: string, what: string, cause?: unknown): UsageError {
  return new UsageError({
    code: "not-a-policy",
    message: `${name} ${what}.`,
    fix: "Give a file written by policy.save() or `proximal export`.",
    ...(cause !== undefined && { cause }),
  });
}
