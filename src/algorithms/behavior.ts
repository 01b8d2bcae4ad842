import { UsageError } from "../errors.js";
import { type Policy, policyParameters } from "../policies/index.js";
import {
  checkBehaviorData,
  createEpisodeBatch,
  type Episodes,
  type Fragment,
  wholeEpisodes,
} from "../rollout/index.js";
import type { Snapshot } from "../snapshot.js";
import { describeSpace, withoutKeys } from "../spaces/index.js";
import type { Task } from "./algorithm.js";
import type { EpisodeSource } from "./episode-learner.js";
import type { Symbols } from "./symbols.js";

/**
 * Whose data are learned from: an older self of the learner; a policy with the same network and without an observation
 * normalizer; or stored fragments, used in turn, or given by a function of the iteration (from 0). A stored fragment
 * begins with new episodes; an episode that its end cuts off is left out. Its observations are as the network takes them.
 */
export type Behavior =
  | "older-self"
  | Policy
  | readonly Fragment[]
  | ((iteration: number) => Fragment | Promise<Fragment>);

/** Acts by the parameters that the learner had some updates ago: every `refreshEvery` updates they become the current ones. */
export function olderSelf(initial: Float32Array, refreshEvery: number, episodesPerEnv: number): EpisodeSource {
  const batch = createEpisodeBatch(episodesPerEnv);
  let behavior = initial.slice();
  let age = 0;
  return {
    collect(actor, _parameters, begins) {
      if (begins) actor.restart();
      return actor.collect(behavior);
    },
    add: batch.add,
    clear: batch.clear,
    updated(parameters) {
      age++;
      if (age < refreshEvery) return;
      age = 0;
      behavior = parameters.slice();
    },
    warmStarted(parameters) {
      age = 0;
      behavior = parameters.slice();
    },
    getState: () => ({ batch: batch.getState(), behavior: behavior.slice(), age }),
    setState(state: Snapshot) {
      const saved = state as unknown as { batch: Snapshot; behavior: Float32Array; age: number };
      batch.setState(saved.batch);
      behavior = saved.behavior.slice();
      age = saved.age;
    },
  };
}

/** Acts by a given policy for ever. Throws a UsageError if it is not one for this task and network. */
export function givenPolicy(policy: Policy, task: Task, { model }: Symbols, episodesPerEnv: number): EpisodeSource {
  const { observationSpace, actionSpace } = policy.metadata;
  const seen = withoutKeys(task.observationSpace, task.criticOnly ?? []);
  const spaces = [
    ["observation", describeSpace(observationSpace), describeSpace(seen)],
    ["action", describeSpace(actionSpace), describeSpace(task.actionSpace)],
  ] as const;
  for (const [kind, theirs, ours] of spaces) {
    if (theirs === ours) continue;
    throw new UsageError({
      code: "other-spaces",
      message: `The behavior policy's ${kind} space is ${theirs}, but this task's is ${ours}.`,
      fix: "Give a policy that was trained on the same spaces.",
    });
  }
  if (policy.constants.has("normalizer/shift")) {
    throw new UsageError({
      code: "behavior-normalizes",
      message: "The behavior policy normalizes its observations by statistics of its own.",
      fix: "Give a policy that was trained without normalizeObservation.",
    });
  }
  const { warmStarted: _, ...source } = olderSelf(
    policyParameters(policy, model),
    Number.POSITIVE_INFINITY,
    episodesPerEnv,
  );
  return source;
}

/** Replays stored fragments; nothing acts. */
export function dataset(
  data: Exclude<Behavior, string | Policy>,
  { model }: Symbols,
  observationSize: number,
): EpisodeSource {
  const { family } = model;
  const expected = { ...family, observationSize };
  let iteration = 0;
  return {
    async collect() {
      const index = iteration++;
      const name = `The stored fragment ${typeof data === "function" ? index : index % data.length}`;
      const fragment = typeof data === "function" ? await data(index) : data[index % data.length]!;
      checkBehaviorData(name, fragment, expected);
      return fragment;
    },
    add(fragment): Episodes {
      const episodes = wholeEpisodes(fragment);
      if (episodes.count > 0) return episodes;
      throw new UsageError({
        code: "no-whole-episode",
        message: `A stored fragment of ${fragment.steps} steps holds no whole episode.`,
        fix: "Store fragments that begin with new episodes and are long enough for one to end.",
      });
    },
    clear: () => undefined,
    getState: () => ({ iteration }),
    setState(state: Snapshot) {
      iteration = (state as { readonly iteration: number }).iteration;
    },
  };
}
