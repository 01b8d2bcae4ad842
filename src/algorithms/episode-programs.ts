import type { ActorCritic } from "../policies/index.js";
import {
  cutEpisodes,
  type Episodes,
  gatherRows,
  rowsOfSegments,
  type Segments,
  sliceEpisodes,
} from "../rollout/index.js";
import { compile, type TensorData } from "../runtime/index.js";
import type { Tensor } from "../tensor/index.js";
import { compileMeasurement } from "./measurement.js";

/** What a policy with a memory remembers at the beginning of each segment of a batch. */
export interface SegmentStates {
  readonly segments: Segments;
  /** [segments, stateSize] */
  readonly states: Float32Array;
}

export interface EpisodeMeasurement<Names extends string> {
  /** [rows] each; overwritten by the next call. */
  readonly figures: Record<Names, Float32Array>;
  /** Undefined without a memory. */
  readonly memory: SegmentStates | undefined;
}

/** Segments per run: enough to amortize the call. */
const SEGMENTS = 256;

/**
 * Evaluates per-sample quantities [batch] of a model on whole episodes, at given parameters. With a memory, from the start
 * of every episode: what is remembered is then what these parameters would remember, not what the behavior did.
 */
export async function compileEpisodeMeasurement<Names extends string>(
  model: ActorCritic,
  outputs: Readonly<Record<Names, Tensor>>,
): Promise<(episodes: Episodes, values: Float32Array) => Promise<EpisodeMeasurement<Names>>> {
  const { memory, parameters } = model;
  if (!memory) {
    const measure = await compileMeasurement(model, outputs);
    return async (episodes, values) => ({
      figures: await measure({ ...episodes, environments: 1 }, values),
      memory: undefined,
    });
  }
  const { stateSize, sequenceLength } = memory;
  const names = Object.keys(outputs) as Names[];
  const program = await compile<Names | "finalState">({
    outputs: parameters.bind<Names | "finalState">({ ...outputs, finalState: memory.finalState }),
  });
  return async (episodes, values) => {
    const total = episodes.rewards.length;
    const segments = cutEpisodes(episodes, sequenceLength);
    const states = new Float32Array(segments.count * stateSize);
    const running = new Float32Array(episodes.count * stateSize);
    const figures = Object.fromEntries(names.map((name) => [name, new Float32Array(total)])) as Record<
      Names,
      Float32Array
    >;
    for (let wave = 0; wave + 1 < segments.waves.length; wave++) {
      const end = segments.waves[wave + 1]!;
      for (let from = segments.waves[wave]!; from < end; from += SEGMENTS) {
        const chosen = Int32Array.from({ length: Math.min(SEGMENTS, end - from) }, (_, i) => from + i);
        const owners = segments.episodes.subarray(from, from + chosen.length);
        gatherRows(running, owners, states.subarray(from * stateSize, (from + chosen.length) * stateSize));
        const { feeds, rows, included } = segmentFeeds(episodes, { segments, states }, chosen);
        const result = await program.run({ ...feeds, parameters: values });
        for (const name of names) {
          for (let i = 0; i < rows.length; i++) if (included[i] === 1) figures[name][rows[i]!] = result[name][i]!;
        }
        for (let i = 0; i < owners.length; i++) {
          const state = result.finalState.subarray(i * stateSize, (i + 1) * stateSize);
          running.set(state, owners[i]! * stateSize);
        }
      }
    }
    return { figures, memory: { segments, states } };
  };
}

/** Episodes from number `from` to number `to`, and columns of theirs [rows], as a loss takes them. */
export function episodeFeeds(
  episodes: Episodes,
  from: number,
  to: number,
  columns: Readonly<Record<string, Float32Array>>,
  memory: SegmentStates | undefined,
): Record<string, TensorData> {
  if (memory) {
    const { segments } = memory;
    const chosen = Int32Array.from(
      Array.from(segments.episodes.keys()).filter(
        (segment) => segments.episodes[segment]! >= from && segments.episodes[segment]! < to,
      ),
    );
    const { feeds, rows, included } = segmentFeeds(episodes, memory, chosen);
    const gathered: Record<string, TensorData> = { ...feeds, included };
    for (const [name, column] of Object.entries(columns)) {
      gathered[name] = Float32Array.from(rows, (row, i) => column[row]! * included[i]!);
    }
    return gathered;
  }
  const [firstRow, lastRow] = [episodes.starts[from]!, episodes.starts[to]!];
  const { observations, actions, masks } = sliceEpisodes(episodes, from, to);
  const feeds: Record<string, TensorData> = {
    observation: observations,
    action: actions,
    ...(masks && { mask: masks }),
  };
  for (const [name, column] of Object.entries(columns)) feeds[name] = column.subarray(firstRow, lastRow);
  return feeds;
}

/** Some segments, as an unrolled graph takes them. */
function segmentFeeds(episodes: Episodes, { segments, states }: SegmentStates, chosen: Int32Array) {
  const { rows, included } = rowsOfSegments(episodes, segments, chosen);
  const { observations, actions, masks, behaviorLogProbs, behaviorParameters } = episodes;
  const take = <T extends TensorData>(source: T, which: Int32Array, of: number): T => {
    const target = new (source.constructor as new (length: number) => T)((source.length / of) * which.length);
    gatherRows(source, which, target);
    return target;
  };
  const column = <T extends TensorData>(source: T) => take(source, rows, episodes.rewards.length);
  const feeds: Record<string, TensorData> = {
    observation: column(observations),
    action: column(actions),
    behaviorLogProb: column(behaviorLogProbs),
    behaviorParameters: column(behaviorParameters),
    ...(masks && { mask: column(masks) }),
    initialState: take(states, chosen, segments.count),
    // No segment reaches beyond its episode, and the first one's state is that of its beginning.
    episodeStart: new Float32Array(rows.length),
  };
  return { feeds, rows, included };
}
