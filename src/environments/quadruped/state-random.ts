import type { Random } from "../../random/index.js";

/** Numbers of state that a stream takes. */
export const STREAM_SIZE = 4;

/** Numbers drawn before the first that is used, so that similar seeds have parted. */
const WARM_UP = 12;

/**
 * Begins a stream of random numbers that lives in `state` from `at` on, so that saving the state saves what will be
 * drawn: sfc32, the small generator of PractRand (Doty-Humphrey 2014).
 */
export function seedStream(state: Float64Array, at: number, random: Random): void {
  state[at] = random.uint32() | 0;
  state[at + 1] = random.uint32() | 0;
  state[at + 2] = random.uint32() | 0;
  state[at + 3] = 1;
  for (let i = 0; i < WARM_UP; i++) drawFloat(state, at);
}

/** Uniform in [0, 1). */
export function drawFloat(state: Float64Array, at: number): number {
  const a = state[at]!;
  const b = state[at + 1]!;
  const c = state[at + 2]!;
  const counter = state[at + 3]!;
  const drawn = (((a + b) | 0) + counter) | 0;
  state[at + 3] = (counter + 1) | 0;
  state[at] = b ^ (b >>> 9);
  state[at + 1] = (c + (c << 3)) | 0;
  state[at + 2] = (((c << 21) | (c >>> 11)) + drawn) | 0;
  return (drawn >>> 0) / 2 ** 32;
}

export function drawUniform(state: Float64Array, at: number, low: number, high: number): number {
  return low + (high - low) * drawFloat(state, at);
}

/** Uniform in a range; nothing is drawn where its ends are alike. */
export function drawFrom(state: Float64Array, at: number, [low, high]: readonly [low: number, high: number]): number {
  return low === high ? low : drawUniform(state, at, low, high);
}

/** Uniform among the whole numbers from low to high, both included. */
export function drawInteger(state: Float64Array, at: number, low: number, high: number): number {
  return low + Math.floor((high - low + 1) * drawFloat(state, at));
}

/** Standard normal (Box and Muller 1958). */
export function drawNormal(state: Float64Array, at: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - drawFloat(state, at)));
  return radius * Math.cos(2 * Math.PI * drawFloat(state, at));
}
