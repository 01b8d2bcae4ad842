import { RunError } from "../errors.js";
import type { Snapshot } from "../snapshot.js";
import { type Episodes, wholeEpisodes } from "./episodes.js";
import type { Fragment } from "./fragment.js";

/** Steps per environment after which a batch that is still incomplete is given up. */
const PATIENCE = 1_000_000;

/**
 * Gathers fragments until every environment has ended `perEnvironment` episodes, all begun after the batch was. To take
 * equally many from each, rather than whatever ends first, keeps short episodes from being over-represented. The first
 * fragment of a batch must begin with new episodes everywhere.
 */
export function createEpisodeBatch(perEnvironment: number) {
  let pending: Fragment[] = [];
  const endedOf = () => {
    const environments = pending[0]?.environments ?? 0;
    const ended = new Int32Array(environments);
    for (const { terminated, truncated } of pending) {
      for (let i = 0; i < terminated.length; i++) {
        if (terminated[i] === 1 || truncated[i] === 1) ended[i % environments]!++;
      }
    }
    return ended;
  };
  return {
    /** Whether the next fragment is the first of a batch. */
    get empty(): boolean {
      return pending.length === 0;
    },

    /** Adds a copy of a fragment; returns the episodes once there are enough, and begins anew. Throws a RunError if none ends. */
    add(fragment: Fragment): Episodes | undefined {
      pending.push(copyOf(fragment));
      if (endedOf().every((count) => count >= perEnvironment)) {
        const whole = joined(pending);
        pending = [];
        return wholeEpisodes(whole, perEnvironment);
      }
      const steps = pending.reduce((total, part) => total + part.steps, 0);
      if (steps < PATIENCE) return undefined;
      throw new RunError({
        code: "endless-episodes",
        message: `After ${steps} steps there is still an environment that has not ended ${perEnvironment} episodes.`,
        fix: "Give the environment a time limit (maxEpisodeSteps), or use an algorithm that learns from parts of episodes.",
      });
    },
    /** Begins the batch anew. */
    clear(): void {
      pending = [];
    },
    getState: (): Snapshot =>
      pending.map(({ memory: _, ...fragment }) => ({ ...fragment, masks: fragment.masks ?? null })),
    setState(state: Snapshot) {
      const saved = state as unknown as readonly (Omit<Fragment, "masks"> & { readonly masks: Uint8Array | null })[];
      pending = saved.map((fragment) => copyOf({ ...fragment, masks: fragment.masks ?? undefined }));
    },
  };
}

function copyOf(fragment: Fragment): Fragment {
  return joined([fragment]);
}

/**
 * Fragments that follow each other as one. What a policy remembered is left out: an episode begins with nothing, so its
 * states can be computed from the start, for any parameters.
 */
function joined(parts: readonly Fragment[]): Fragment {
  const [first] = parts as [Fragment, ...Fragment[]];
  const column = <T extends Float32Array | Int32Array | Uint8Array>(of: (part: Fragment) => T): T => {
    const columns = parts.map(of);
    const length = columns.reduce((total, { length }) => total + length, 0);
    const whole = new (of(first).constructor as new (length: number) => T)(length);
    let offset = 0;
    for (const part of columns) {
      whole.set(part, offset);
      offset += part.length;
    }
    return whole;
  };
  return {
    steps: parts.reduce((total, { steps }) => total + steps, 0),
    environments: first.environments,
    observations: column((part) => part.observations),
    actions: column((part) => part.actions),
    masks: first.masks && column((part) => part.masks as Uint8Array),
    rewards: column((part) => part.rewards),
    terminated: column((part) => part.terminated),
    truncated: column((part) => part.truncated),
    behaviorLogProbs: column((part) => part.behaviorLogProbs),
    behaviorParameters: column((part) => part.behaviorParameters),
    values: column((part) => part.values),
    nextValues: column((part) => part.nextValues),
  };
}
