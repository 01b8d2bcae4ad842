export { mergeStatistics, statisticsSince } from "./merge-statistics.js";
export { normalizeObservation } from "./normalize-observation.js";
export type { RewardNormalizationOptions } from "./normalize-reward.js";
export { normalizeReward } from "./normalize-reward.js";
export type { NormalizationOptions, Normalized } from "./options.js";
export type { RunningStatistics } from "./running-statistics.js";
export { createRunningStatistics } from "./running-statistics.js";
