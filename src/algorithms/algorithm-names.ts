/** The algorithms that `createAlgorithm` knows. Apart from it, so that listing them loads none. */
export const algorithmNames = ["trpo", "npg", "ppo"] as const;

export type AlgorithmName = (typeof algorithmNames)[number];
