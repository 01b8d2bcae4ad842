/** For tests: what happens to a copy of `threadedWalk` at a step of its life. */
export interface Accident {
  readonly kind: "throw" | "exit" | "hang" | "throw-always" | "hang-always";
  /** The first number that the copy draws from its generator: the same wherever the copy lives. */
  readonly draw: number;
  /** Of the copy's life, from 1. */
  readonly step: number;
  /** A file that is written when it happens, so that it does not happen again. */
  readonly marker: string;
}

/** Threads and processes that start from now on meet the accident; undefined: none. */
export const prepareAccident = (accident: Accident | undefined): void => {
  if (accident === undefined) delete process.env.PROXIMAL_TEST_ACCIDENT;
  else process.env.PROXIMAL_TEST_ACCIDENT = JSON.stringify(accident);
};
