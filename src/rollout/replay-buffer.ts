import { UsageError } from "../errors.js";
import type { Random } from "../random/index.js";
import type { Snapshot } from "../snapshot.js";
import { gatherRows } from "./gather-rows.js";
import type { Transitions } from "./transitions.js";

/** Columns of sampled transitions, by the names that a learner feeds them under; overwritten by each sample. */
export interface ReplayBatch {
  /** [batch, observationSize] */
  readonly observation: Float32Array;
  /** [batch, actionSize] */
  readonly action: Float32Array;
  /** [batch] */
  readonly reward: Float32Array;
  /** 1 where nothing follows, 0 elsewhere, truncated steps included: [batch] */
  readonly terminated: Float32Array;
  /** The true next observation: [batch, observationSize] */
  readonly nextObservation: Float32Array;
}

export interface ReplayBufferOptions {
  /** Transitions that are kept; the oldest is overwritten first. */
  readonly capacity: number;
  readonly observationSize: number;
  readonly actionSize: number;
}

export interface ReplayBuffer {
  /** Transitions held. */
  readonly size: number;
  /** Copies one transition of every environment. */
  add(transitions: Transitions): void;
  /** Draws `batchSize` transitions, uniformly and with replacement. */
  sample(random: Random): ReplayBatch;
  /** What has been filled only, so that a checkpoint is as large as the experience in it. */
  getState(): Snapshot;
  setState(state: Snapshot): void;
}

/**
 * Experience of the past as a ring of preallocated columns. That a step was truncated is not kept: where nothing
 * terminated, something follows. Throws a UsageError for a batch larger than the buffer, or a buffer that memory cannot hold.
 */
export function createReplayBuffer(
  { capacity, observationSize, actionSize }: ReplayBufferOptions,
  batchSize: number,
): ReplayBuffer {
  if (batchSize > capacity) {
    throw new UsageError({
      code: "batch-exceeds-buffer",
      message: `A batch of ${batchSize} transitions is larger than the replay buffer, which keeps ${capacity}.`,
      fix: "Use a smaller batchSize or a larger bufferSize.",
    });
  }
  const columns = allocate(capacity, observationSize, actionSize);
  const widths = { observations: observationSize, actions: actionSize, rewards: 1, terminated: 1 };
  const widthOf = (name: ColumnName) => (name === "nextObservations" ? observationSize : widths[name]);
  const rows = new Int32Array(batchSize);
  const batch = {
    observation: new Float32Array(batchSize * observationSize),
    action: new Float32Array(batchSize * actionSize),
    reward: new Float32Array(batchSize),
    terminated: new Float32Array(batchSize),
    nextObservation: new Float32Array(batchSize * observationSize),
  };
  let size = 0;
  let next = 0;

  return {
    get size() {
      return size;
    },
    add(transitions) {
      for (let row = 0; row < transitions.environments; row++) {
        for (const name of columnNames) copyRow(transitions[name], row, columns[name], next, widthOf(name));
        next = (next + 1) % capacity;
        size = Math.min(size + 1, capacity);
      }
    },
    sample(random) {
      for (let i = 0; i < batchSize; i++) rows[i] = random.integer(size);
      gatherRows(columns.observations, rows, batch.observation);
      gatherRows(columns.actions, rows, batch.action);
      gatherRows(columns.rewards, rows, batch.reward);
      gatherRows(columns.terminated, rows, batch.terminated);
      gatherRows(columns.nextObservations, rows, batch.nextObservation);
      return batch;
    },
    getState: () => ({
      size,
      next,
      columns: Object.fromEntries(columnNames.map((name) => [name, columns[name].slice(0, size * widthOf(name))])),
    }),
    setState(state) {
      const saved = state as unknown as { readonly size: number; readonly next: number; readonly columns: Columns };
      for (const name of columnNames) {
        const column = saved.columns[name];
        if (column.length === saved.size * widthOf(name) && saved.size <= capacity) columns[name].set(column);
        else throw otherBuffer(saved.size, capacity);
      }
      ({ size, next } = saved);
    },
  };
}

type ColumnName = "observations" | "actions" | "rewards" | "terminated" | "nextObservations";
const columnNames: readonly ColumnName[] = ["observations", "actions", "rewards", "terminated", "nextObservations"];

interface Columns extends Readonly<Record<Exclude<ColumnName, "terminated">, Float32Array>> {
  readonly terminated: Uint8Array;
}

function allocate(capacity: number, observationSize: number, actionSize: number): Columns {
  try {
    return {
      observations: new Float32Array(capacity * observationSize),
      actions: new Float32Array(capacity * actionSize),
      rewards: new Float32Array(capacity),
      terminated: new Uint8Array(capacity),
      nextObservations: new Float32Array(capacity * observationSize),
    };
  } catch (cause) {
    const gigabytes = (capacity * (8 * observationSize + 4 * actionSize + 5)) / 1e9;
    throw new UsageError({
      code: "buffer-too-large",
      message: `A replay buffer of ${capacity} transitions needs ${gigabytes.toFixed(1)} GB, which cannot be had.`,
      fix: "Use a smaller bufferSize.",
      cause,
    });
  }
}

function copyRow(
  source: ArrayLike<number>,
  from: number,
  target: Float32Array | Uint8Array,
  to: number,
  width: number,
): void {
  for (let i = 0; i < width; i++) target[to * width + i] = source[from * width + i]!;
}

function otherBuffer(size: number, capacity: number): UsageError {
  return new UsageError({
    code: "checkpoint-mismatch",
    message: `The checkpoint's ${size} transitions do not fit the replay buffer of ${capacity}.`,
    fix: "Continue with the bufferSize and the spaces that the run was started with.",
  });
}
