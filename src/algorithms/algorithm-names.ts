/** The algorithms that `createAlgorithm` knows. Apart from it, so that listing them loads none. */
export const algorithmNames = [
  "reinforce",
  "off-policy-reinforce",
  "a2c",
  "is-pg",
  "surrogate",
  "trpo",
  "npg",
  "ppo-lagrangian",
  "ppo-kl",
  "ppo",
  "sac",
] as const;

export type AlgorithmName = (typeof algorithmNames)[number];
