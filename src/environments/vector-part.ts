/** Which copies of a larger vector a vector holds. */
export interface VectorPart {
  /** The number of its first copy: it names the copies' generators, and the copies in errors and finished episodes. */
  readonly firstCopy?: number;
  /** [1]: receives the number of the copy whose code is about to run, for whoever watches from another thread. */
  readonly running?: Int32Array;
  /** Whether they are trained in, so that first episodes may differ in length. */
  readonly training?: boolean;
}
