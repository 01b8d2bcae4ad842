import type { Snapshot, VectorEnvironment } from "../environment.js";
import { recordOf, restoreNumbers } from "../snapshots.js";
import { checkPositive, checkSize, type NormalizationOptions, type Normalized } from "./options.js";
import { createRunningStatistics } from "./running-statistics.js";

export interface RewardNormalizationOptions extends NormalizationOptions {
  /** Discount of the return whose standard deviation divides the rewards. */
  readonly gamma: number;
}

/**
 * Rewards as clip(reward / √(Var[G] + ε)), where G ← γ G + reward is every copy's discounted return so far, starting anew
 * with each episode (Engstrom et al. 2020). The mean is not subtracted: that would change the task. Finished episodes keep
 * their raw returns. Throws UsageError `invalid-option`.
 */
export function normalizeReward(vector: VectorEnvironment, options: RewardNormalizationOptions): Normalized {
  const { gamma, clip = 10, epsilon = 1e-8, frozen = false } = options;
  const { count } = vector;
  const statistics = options.statistics ?? createRunningStatistics(1);
  checkPositive("normalizeReward", "gamma", gamma, 1);
  checkPositive("normalizeReward", "clip", clip);
  checkPositive("normalizeReward", "epsilon", epsilon);
  checkSize("normalizeReward", statistics, 1);
  const rewards = new Float32Array(count);
  const returns = new Float64Array(count);

  const normalized: Normalized = {
    ...vector,
    rewards,
    statistics,
    training: !frozen,

    reset() {
      vector.reset();
      rewards.fill(0);
      returns.fill(0);
    },

    step(actions) {
      vector.step(actions);
      for (let copy = 0; copy < count; copy++) returns[copy] = gamma * returns[copy]! + vector.rewards[copy]!;
      if (normalized.training) statistics.update(returns, count);
      const scale = 1 / Math.sqrt(statistics.variance[0]! + epsilon);
      for (let copy = 0; copy < count; copy++) {
        rewards[copy] = Math.min(Math.max(vector.rewards[copy]! * scale, -clip), clip);
        if (vector.terminated[copy] === 1 || vector.truncated[copy] === 1) returns[copy] = 0;
      }
    },

    getState: (): Snapshot => ({
      vector: vector.getState(),
      statistics: statistics.getState(),
      returns: returns.slice(),
      rewards: rewards.slice(),
    }),

    setState(state) {
      const { id } = vector.definition;
      const record = recordOf(id, state);
      vector.setState(record.vector ?? null);
      statistics.setState(record.statistics ?? null);
      restoreNumbers(id, record, { returns, rewards });
      // without saved environments the vector has just started new episodes
      if (!vector.restorable) returns.fill(0);
    },
  };
  return normalized;
}
