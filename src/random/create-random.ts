import { UsageError } from "../errors.js";
import { exp, log } from "./elementary.js";
import { extendPath, stateOfPath } from "./mixing.js";
import type { Random, RandomState } from "./random.js";
import { edges, ratios, TAIL } from "./ziggurat.js";

/** Up to here the product of a word and `n` is exact in a double. */
const EXACT_PRODUCT = 2 ** 21;
const WORD = 2 ** 32;

/**
 * xoshiro128** 1.1 (Blackman & Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 2021), seeded by
 * mixing the seed path. Normals are drawn by the ziggurat (Marsaglia & Tsang 2000, with Doornik's 2005 use of
 * separate bits for strip and position), which keeps no spare value: four words are the whole position.
 */
class Xoshiro128 implements Random {
  // an Int32Array keeps the words unboxed in every engine
  readonly #state = new Int32Array(4);
  readonly #path = new Uint32Array(4);

  constructor(path: ArrayLike<number>) {
    this.#path.set(path);
    this.#state.set(stateOfPath(path));
  }

  /** The next word as a signed integer, which engines keep in a register. */
  #next(): number {
    const s = this.#state;
    const s0 = s[0]!;
    const s1 = s[1]!;
    const s2 = s[2]! ^ s0;
    const s3 = s[3]! ^ s1;
    const scrambled = Math.imul(s1, 5);
    s[0] = s0 ^ s3;
    s[1] = s1 ^ s2;
    s[2] = s2 ^ (s1 << 9);
    s[3] = (s3 << 11) | (s3 >>> 21);
    return Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
  }

  uint32(): number {
    return this.#next() >>> 0;
  }

  float(): number {
    return (this.#next() >>> 0) / WORD;
  }

  uniform(low: number, high: number): number {
    return low + (high - low) * ((this.#next() >>> 0) / WORD);
  }

  integer(n: number): number {
    if (!(n >= 1 && n <= WORD) || Math.floor(n) !== n) {
      throw new UsageError({
        code: "invalid-range",
        message: `A random integer in [0, n) needs a whole n from 1 to 2³², but n is ${n}.`,
        fix: "Pass the number of alternatives.",
      });
    }
    if (n > EXACT_PRODUCT) {
      const mask = 0xffffffff >>> Math.clz32(n - 1);
      for (;;) {
        const candidate = (this.#next() & mask) >>> 0;
        if (candidate < n) return candidate;
      }
    }
    // Lemire (2019), "Fast random integer generation in an interval": unbiased, one multiplication in the common case
    for (;;) {
      const product = (this.#next() >>> 0) * n;
      const high = Math.floor(product / WORD);
      const low = product - high * WORD;
      if (low >= n || low >= WORD % n) return high;
    }
  }

  normal(): number {
    for (;;) {
      const word = this.#next();
      const strip = word & 127;
      // 25 bits, centred so that both signs are equally likely
      const u = ((word >> 7) + 0.5) * 2 ** -24;
      if (Math.abs(u) < ratios[strip]!) return u * edges[strip]!;
      const value = strip === 0 ? this.#tail(u < 0) : this.#wedge(strip, u);
      if (!Number.isNaN(value)) return value;
    }
  }

  /** A point beyond the base strip (Marsaglia 1964). */
  #tail(negative: boolean): number {
    for (;;) {
      const x = log(this.float() + 2 ** -33) / TAIL;
      const y = log(this.float() + 2 ** -33);
      if (-2 * y >= x * x) return negative ? x - TAIL : TAIL - x;
    }
  }

  /** The point if it lies under the density at the sloping end of its strip, otherwise NaN. */
  #wedge(strip: number, u: number): number {
    const x = u * edges[strip]!;
    const outer = edges[strip]!;
    const inner = edges[strip + 1]!;
    const below = exp(-0.5 * (outer * outer - x * x));
    const above = exp(-0.5 * (inner * inner - x * x));
    return above + this.float() * (below - above) < 1 ? x : Number.NaN;
  }

  shuffle(array: Int32Array): void {
    for (let i = array.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const held = array[i]!;
      array[i] = array[j]!;
      array[j] = held;
    }
  }

  fillUniform(array: Float32Array, start = 0, end = array.length): void {
    // 24 bits: more would round up to 1 in float32
    for (let i = start; i < end; i++) array[i] = (this.#next() >>> 8) * 2 ** -24;
  }

  fillNormal(array: Float32Array, start = 0, end = array.length): void {
    for (let i = start; i < end; i++) array[i] = this.normal();
  }

  split(key: string | number): Random {
    return new Xoshiro128(extendPath(this.#path, key));
  }

  getState(): RandomState {
    return [...this.#state, ...this.#path];
  }

  setState(state: RandomState): void {
    const words = Array.isArray(state) && state.length === 8 && state.every((word) => Number.isInteger(word));
    if (!words || state.slice(0, 4).every((word) => word === 0)) {
      throw new UsageError({
        code: "invalid-random-state",
        message: `A random state is 8 whole numbers, but got ${JSON.stringify(state)}.`,
        fix: "Pass what getState returned, unchanged.",
      });
    }
    this.#state.set(state.slice(0, 4));
    this.#path.set(state.slice(4));
  }
}

/**
 * A generator whose numbers depend on `seed` alone, on every machine: they come from plain arithmetic.
 * `split(key)` names an independent stream by its path from the seed, so one more consumer never shifts another.
 * Throws UsageError `invalid-seed` unless the seed is a whole number ≥ 0 that a double holds exactly.
 */
export function createRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new UsageError({
      code: "invalid-seed",
      message: `A seed is a whole number from 0 to 2⁵³ − 1, but got ${String(seed)}.`,
      fix: "Pass such a number, for example 1.",
    });
  }
  return new Xoshiro128(extendPath([0, 0, 0, 0], seed));
}
