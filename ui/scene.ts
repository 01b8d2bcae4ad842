/** One moment of an episode. */
export interface Scene {
  readonly observation: Float32Array;
  /** As the environment takes it; undefined before the first step. */
  readonly action: readonly number[] | undefined;
  /** Probability of each action, for a discrete choice. */
  readonly probabilities: readonly number[] | undefined;
  /** For continuous actions. */
  readonly gaussian: { readonly mean: readonly number[]; readonly std: readonly number[] } | undefined;
  readonly value: number | undefined;
  /** Of a simulated body: the shapes it consists of, as numbers that `drawings/figure.ts` reads. */
  readonly shapes?: Float32Array<ArrayBuffer>;
  readonly episodeReturn: number;
  readonly length: number;
}
