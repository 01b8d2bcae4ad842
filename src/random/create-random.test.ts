import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UsageError } from "../errors.js";
import { createRandom } from "./index.js";

function draw(random: { uint32(): number }, count: number): number[] {
  return Array.from({ length: count }, () => random.uint32());
}

function momentsOf(values: ArrayLike<number>) {
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  const central = (power: number) => list.reduce((sum, value) => sum + (value - mean) ** power, 0) / list.length;
  return {
    mean,
    variance: central(2),
    skewness: central(3) / central(2) ** 1.5,
    kurtosis: central(4) / central(2) ** 2,
  };
}

/** Pearson's statistic against equal expected counts. */
function chiSquare(counts: readonly number[], expected: readonly number[]): number {
  return counts.reduce((sum, count, i) => sum + (count - expected[i]!) ** 2 / expected[i]!, 0);
}

describe("createRandom", () => {
  it("gives the numbers of xoshiro128** for a known state", () => {
    const random = createRandom(0);
    random.setState([1, 2, 3, 4, 0, 0, 0, 0]);
    // by hand: rotl(2 · 5, 7) · 9 = 11520; then s1 = 0, so 0; then s1 = 1029, …
    expect(draw(random, 4)).toEqual([11520, 0, 5927040, 70819200]);
  });

  it("repeats itself for the same seed and differs for another one", () => {
    expect(draw(createRandom(7), 20)).toEqual(draw(createRandom(7), 20));
    expect(draw(createRandom(7), 20)).not.toEqual(draw(createRandom(8), 20));
  });

  it("gives the same numbers as when this test was written", () => {
    expect(draw(createRandom(1), 4)).toEqual([4153482962, 82881227, 933585952, 2417103889]);
    expect(draw(createRandom(1).split("environment").split(3), 4)).toEqual([
      4096443694, 3116692302, 493101169, 3303028940,
    ]);
    const random = createRandom(1);
    expect([random.normal(), random.normal(), random.float(), random.integer(10)]).toEqual([
      -0.08502629247379581, 0.0534541421886533, 0.21736741811037064, 5,
    ]);
  });

  it("starts every seed in an unrelated place: bits of first numbers are balanced over consecutive seeds", () => {
    const ones = new Array<number>(32).fill(0);
    for (let seed = 0; seed < 4000; seed++) {
      const word = createRandom(seed).uint32();
      for (let bit = 0; bit < 32; bit++) ones[bit]! += (word >>> bit) & 1;
    }
    // binomial(4000, ½): standard deviation 31.6
    for (const count of ones) expect(Math.abs(count - 2000)).toBeLessThan(4.5 * 31.6);
  });

  it("draws floats uniformly from [0, 1)", () => {
    const random = createRandom(2);
    const values = Float64Array.from({ length: 200_000 }, () => random.float());
    const counts = new Array<number>(100).fill(0);
    for (const value of values) counts[Math.floor(value * 100)]!++;
    // chi-square with 99 degrees of freedom: mean 99, standard deviation 14
    expect(
      chiSquare(
        counts,
        counts.map(() => 2000),
      ),
    ).toBeLessThan(160);
    expect(Math.min(...values.subarray(0, 50_000))).toBeGreaterThanOrEqual(0);
    expect(momentsOf(values).mean).toBeCloseTo(0.5, 2);
    expect(momentsOf(values).variance).toBeCloseTo(1 / 12, 3);
  });

  it("draws integers without bias, small n and large", () => {
    const random = createRandom(3);
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[random.integer(7)]!++;
    expect(
      chiSquare(
        counts,
        counts.map(() => 10_000),
      ),
    ).toBeLessThan(25);
    // 3 · 2³⁰ is where a biased method would favour the lower third
    const thirds = [0, 0, 0];
    for (let i = 0; i < 30_000; i++) thirds[Math.floor(random.integer(3 * 2 ** 30) / 2 ** 30)]!++;
    expect(chiSquare(thirds, [10_000, 10_000, 10_000])).toBeLessThan(20);
    expect(random.integer(1)).toBe(0);
    expect(random.integer(2 ** 32)).toBeLessThan(2 ** 32);
  });

  it("draws normals with the right moments, tail and density", () => {
    const random = createRandom(4);
    const count = 400_000;
    const values = Float64Array.from({ length: count }, () => random.normal());
    const { mean, variance, skewness, kurtosis } = momentsOf(values);
    expect(Math.abs(mean)).toBeLessThan(0.007);
    expect(Math.abs(variance - 1)).toBeLessThan(0.01);
    expect(Math.abs(skewness)).toBeLessThan(0.02);
    expect(Math.abs(kurtosis - 3)).toBeLessThan(0.04);
    // P(|z| > 1), > 2, > 3 and beyond the ziggurat's base strip, > 3.4426
    for (const [limit, probability] of [
      [1, 0.3173105],
      [2, 0.0455003],
      [3, 0.0026998],
      [3.442619855899, 0.0005761],
    ] as const) {
      const beyond = values.filter((value) => Math.abs(value) > limit).length;
      const deviation = Math.sqrt(count * probability * (1 - probability));
      expect(Math.abs(beyond - count * probability)).toBeLessThan(4.5 * deviation);
    }
    // P(0 < z ≤ 0.1) … P(0.9 < z ≤ 1), from the normal table
    const table = [0.5, 0.53983, 0.57926, 0.61791, 0.65542, 0.69146, 0.72575, 0.75804, 0.78814, 0.81594, 0.84134];
    const counts = new Array<number>(10).fill(0);
    for (const value of values) if (value > 0 && value <= 1) counts[Math.min(Math.floor(value * 10), 9)]!++;
    const expected = counts.map((_, i) => count * (table[i + 1]! - table[i]!));
    expect(chiSquare(counts, expected)).toBeLessThan(30);
  });

  it("shuffles every permutation equally often", () => {
    const random = createRandom(5);
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const array = Int32Array.of(0, 1, 2, 3);
      random.shuffle(array);
      counts.set(array.join(), (counts.get(array.join()) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect(chiSquare([...counts.values()], new Array<number>(24).fill(1000))).toBeLessThan(55);
  });

  it("fills only the given range, never with 1", () => {
    const random = createRandom(6);
    const array = new Float32Array(100_000).fill(-5);
    random.fillUniform(array, 10, 99_990);
    expect(array[9]).toBe(-5);
    expect(array[99_990]).toBe(-5);
    expect(array.subarray(10, 99_990).every((value) => value >= 0 && value < 1)).toBe(true);
    random.fillNormal(array, 0, 10);
    expect(array.subarray(0, 10).every((value) => value !== -5)).toBe(true);
  });

  it("splits by the path from the seed: neither position nor order of splitting matters", () => {
    const early = createRandom(9);
    const late = createRandom(9);
    draw(late, 1000);
    late.split("someone else");
    expect(draw(late.split("a"), 10)).toEqual(draw(early.split("a"), 10));
    const before = early.getState();
    early.split("b");
    expect(early.getState()).toEqual(before);
  });

  it("gives different streams for different keys, paths and types of key", () => {
    const root = createRandom(9);
    const streams = [
      root,
      root.split("a"),
      root.split("b"),
      root.split(""),
      root.split(0),
      root.split(1),
      root.split("1"),
      root.split(0.5),
      root.split("a").split("b"),
      root.split("b").split("a"),
      root.split("ab"),
      createRandom(10),
    ];
    const first = streams.map((stream) => draw(stream, 4).join());
    expect(new Set(first).size).toBe(streams.length);
  });

  it("splits into uncorrelated streams", () => {
    const root = createRandom(11);
    const columns = Array.from({ length: 6 }, (_, key) => {
      const stream = root.split(key);
      return Float64Array.from({ length: 20_000 }, () => stream.float() - 0.5);
    });
    columns.forEach((left, i) => {
      for (const right of columns.slice(i + 1)) {
        const correlation = left.reduce((sum, value, k) => sum + value * right[k]!, 0) / left.length / (1 / 12);
        // standard deviation 1 / √20000
        expect(Math.abs(correlation)).toBeLessThan(4.5 / Math.sqrt(20_000));
      }
    });
  });

  it("continues exactly after save, JSON and restore, splits included", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 50 }), (seed, advance) => {
        const original = createRandom(seed).split("x");
        for (let i = 0; i < advance; i++) original.normal();
        const restored = createRandom(seed + 1);
        restored.setState(JSON.parse(JSON.stringify(original.getState())));
        expect(restored.split("y").uint32()).toBe(original.split("y").uint32());
        expect(Array.from({ length: 20 }, () => restored.normal())).toEqual(
          Array.from({ length: 20 }, () => original.normal()),
        );
      }),
      { numRuns: 50 },
    );
  });

  it("refuses impossible seeds, ranges and states", () => {
    for (const seed of [-1, 0.5, Number.NaN, 2 ** 60]) expect(() => createRandom(seed)).toThrow(UsageError);
    for (const n of [0, -1, 1.5, Number.NaN, 2 ** 33]) expect(() => createRandom(1).integer(n)).toThrow(UsageError);
    expect(() => createRandom(1).setState([1, 2, 3])).toThrow(/8 whole numbers/);
    expect(() => createRandom(1).setState([0, 0, 0, 0, 1, 2, 3, 4])).toThrow(UsageError);
  });
});
