/** Real numbers in a box; `low` and `high` are given per element or once for all. Observations and actions are float32. */
export interface Box {
  readonly kind: "box";
  readonly shape: readonly number[];
  /** One bound per element, row-major; ±Infinity where unbounded. */
  readonly low: Float32Array;
  readonly high: Float32Array;
}
/** `start, …, start + n − 1`, as in Gymnasium. */
export interface Discrete {
  readonly kind: "discrete";
  readonly n: number;
  readonly start: number;
}
/** One choice out of `nvec[i]` in every position. */
export interface MultiDiscrete {
  readonly kind: "multi-discrete";
  readonly nvec: readonly number[];
}
export interface MultiBinary {
  readonly kind: "multi-binary";
  readonly n: number;
}
export interface Dict {
  readonly kind: "dict";
  readonly spaces: Readonly<Record<string, Space>>;
}
export type Space = Box | Discrete | MultiDiscrete | MultiBinary | Dict;

/** The value that an environment's `step` receives, or `reset` returns, for a space. */
export type ValueOf<S extends Space> = S extends Discrete
  ? number
  : S extends Box
    ? Float32Array
    : S extends MultiDiscrete
      ? Int32Array
      : S extends MultiBinary
        ? Int32Array
        : S extends Dict
          ? { readonly [K in keyof S["spaces"]]: ValueOf<S["spaces"][K]> }
          : never;
