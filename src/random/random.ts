/** A seeded generator whose streams can be split and whose state can be saved; the same seed gives the same numbers on every machine. */
export interface Random {
  /** Uniform integer in [0, 2³²). */
  uint32(): number;
  /** Uniform in [0, 1). */
  float(): number;
  uniform(low: number, high: number): number;
  /** Uniform integer in [0, n). */
  integer(n: number): number;
  /** Standard normal. */
  normal(): number;
  /** Fisher–Yates, in place. */
  shuffle(array: Int32Array): void;
  fillUniform(array: Float32Array, start?: number, end?: number): void;
  fillNormal(array: Float32Array, start?: number, end?: number): void;
  /** An independent generator named by `key`; neither advances this one nor depends on how far it has run: it is derived from this generator's seed path. */
  split(key: string | number): Random;
  getState(): RandomState;
  setState(state: RandomState): void;
}

/** JSON-serializable. */
export type RandomState = readonly number[];
