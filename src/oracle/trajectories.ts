import type { TabularMdp } from "./mdp.js";
import type { TabularPolicy } from "./policy.js";
import { requireHorizon } from "./solve-horizon.js";

/** One way that an episode can go. */
export interface Trajectory {
  /** s₀, …, one per action; what follows the last action is not told, since it has no value. */
  readonly states: readonly number[];
  readonly actions: readonly number[];
  readonly rewards: readonly number[];
  /** Under the policy that was asked about. */
  readonly probability: number;
}

/**
 * Every trajectory that a policy can take, with its probability; together they sum to 1. Each ends at a terminal state
 * or at the horizon. Their number grows exponentially with that. Throws a UsageError if there is no horizon.
 */
export function* trajectories(mdp: TabularMdp, policy: TabularPolicy): Generator<Trajectory> {
  const horizon = requireHorizon(mdp);
  const { states, initial } = mdp;
  for (let s = 0; s < states; s++) {
    if (initial[s]! > 0) yield* continuations(mdp, policy, horizon, s, emptyTrajectory(initial[s]!));
  }
}

const emptyTrajectory = (probability: number): Trajectory => ({ states: [], actions: [], rewards: [], probability });

function* continuations(
  mdp: TabularMdp,
  policy: TabularPolicy,
  remaining: number,
  state: number,
  past: Trajectory,
): Generator<Trajectory> {
  const { states, actions, transitions, rewards, terminal } = mdp;
  if (remaining === 0 || terminal[state] === 1) {
    yield past;
    return;
  }
  for (let a = 0; a < actions; a++) {
    const i = state * actions + a;
    if (policy[i] === 0) continue;
    const chosen: Trajectory = {
      states: [...past.states, state],
      actions: [...past.actions, a],
      rewards: [...past.rewards, rewards[i]!],
      probability: past.probability * policy[i]!,
    };
    if (remaining === 1) {
      yield chosen;
      continue;
    }
    for (let next = 0; next < states; next++) {
      const p = transitions[i * states + next]!;
      if (p === 0) continue;
      yield* continuations(mdp, policy, remaining - 1, next, { ...chosen, probability: chosen.probability * p });
    }
  }
}
