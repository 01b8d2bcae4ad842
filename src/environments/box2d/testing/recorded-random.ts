import type { Random } from "../../../random/index.js";

/** A generator that gives what was drawn when an episode was recorded. */
export function recordedRandom(draws: readonly number[]): Random & { readonly remaining: number } {
  let position = 0;
  const next = () => {
    const value = draws[position++];
    if (value === undefined) throw new Error(`All ${draws.length} recorded numbers were drawn already.`);
    return value;
  };
  const unused = () => {
    throw new Error("Nothing of this kind was recorded.");
  };
  return {
    get remaining() {
      return draws.length - position;
    },
    float: next,
    uniform: (low, high) => {
      const value = next();
      if (value < low || value > high) throw new Error(`${value} was recorded, but is not in [${low}, ${high}].`);
      return value;
    },
    integer: (n) => {
      const value = next();
      if (!Number.isInteger(value) || value < 0 || value >= n)
        throw new Error(`${value} was recorded, not below ${n}.`);
      return value;
    },
    getState: () => [],
    setState: unused,
    uint32: unused,
    normal: unused,
    shuffle: unused,
    fillUniform: unused,
    fillNormal: unused,
    split: unused,
  };
}
