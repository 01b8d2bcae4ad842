/**
 * The 32-bit finalizer with the multipliers that Mueller's search found (as used in splitmix32): every input bit
 * changes every output bit with probability close to one half.
 */
export function mix(word: number): number {
  let x = word | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

/** The key as 32-bit words, tagged by type so that `split(1)` and `split("1")` differ, and with its length so that no key is the beginning of another. */
function wordsOf(key: string | number): number[] {
  if (typeof key === "number") {
    const bits = new DataView(new ArrayBuffer(8));
    // + 0 turns −0 into 0: they are the same key
    bits.setFloat64(0, key + 0);
    return [0x6e756d62, bits.getUint32(0), bits.getUint32(4)];
  }
  return [0x74657874, key.length, ...Array.from({ length: key.length }, (_, i) => key.charCodeAt(i))];
}

/** The four words that name the path `[...path, key]`; a different key or a different path gives unrelated words. */
export function extendPath(path: ArrayLike<number>, key: string | number): number[] {
  const lanes = [0, 1, 2, 3].map((lane) => mix(path[lane]! + lane + 1));
  for (const word of wordsOf(key)) {
    for (let lane = 0; lane < 4; lane++) {
      const neighbour = lanes[(lane + 3) & 3]!;
      lanes[lane] = mix((lanes[lane]! ^ word) + Math.imul(neighbour, 0x9e3779b9) + lane);
    }
  }
  // every lane has seen every other one before the path is used
  for (let round = 0; round < 4; round++) {
    for (let lane = 0; lane < 4; lane++)
      lanes[lane] = mix(lanes[lane]! + Math.imul(lanes[(lane + 3) & 3]!, 0x9e3779b9));
  }
  return lanes;
}

/** Four words of generator state from a path's four words: splitmix32 steps, so that a path's children do not resemble its stream. */
export function stateOfPath(path: ArrayLike<number>): number[] {
  const state = [0, 1, 2, 3].map((lane) => mix(mix(path[lane]! ^ 0x5bd1e995) + Math.imul(lane + 1, 0x9e3779b9)));
  // xoshiro never leaves the all-zero state
  return state.every((word) => word === 0) ? [1, 0, 0, 0] : state;
}
