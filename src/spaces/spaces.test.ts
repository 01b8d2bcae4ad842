import fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import { UsageError } from "../errors.js";
import { createRandom } from "../random/index.js";
import {
  actionSizeOf,
  box,
  choicesOf,
  contains,
  describeSpace,
  describeSpaces,
  dict,
  discrete,
  flattenInto,
  multiBinary,
  multiDiscrete,
  type Space,
  sampleSpace,
  sizeOf,
  spaceFromJSON,
  spaceToJSON,
  unflatten,
  type ValueOf,
  validateSpace,
} from "./index.js";

const leaf: fc.Arbitrary<Space> = fc.oneof(
  fc
    .record({ n: fc.integer({ min: 1, max: 9 }), start: fc.integer({ min: -5, max: 5 }) })
    .map(({ n, start }) => discrete(n, { start })),
  fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }).map((nvec) => multiDiscrete(nvec)),
  fc.integer({ min: 1, max: 6 }).map((n) => multiBinary(n)),
  fc
    .array(fc.tuple(fc.constantFrom(-Infinity, -3.5, 0), fc.constantFrom(0.25, 2, Infinity)), {
      minLength: 1,
      maxLength: 6,
    })
    .map((bounds) => box({ low: bounds.map(([low]) => low), high: bounds.map(([, high]) => high) })),
);
const anySpace: fc.Arbitrary<Space> = fc.oneof(
  leaf,
  fc
    .uniqueArray(fc.constantFrom("z", "a", "position", "2", "10"), { minLength: 1 })
    .chain((keys) =>
      fc
        .tuple(...keys.map(() => leaf))
        .map((spaces) => dict(Object.fromEntries(keys.map((key, i) => [key, spaces[i]!])))),
    ),
);

describe("constructors", () => {
  it("make a box from a shape with one bound for all, or from bounds per element", () => {
    expect(box({ shape: [2, 2], low: -1, high: 1 })).toEqual({
      kind: "box",
      shape: [2, 2],
      low: Float32Array.of(-1, -1, -1, -1),
      high: Float32Array.of(1, 1, 1, 1),
    });
    expect(box({ low: [0, -1], high: 3 }).shape).toEqual([2]);
    expect(box({ shape: [1] }).low[0]).toBe(-Infinity);
  });

  it("refuse impossible arguments in one sentence that names them", () => {
    expect(() => box({ low: 0, high: 1 })).toThrow("A box with scalar bounds needs a shape.");
    expect(() => box({ shape: [2, 0] })).toThrow(/\[2,0\]/);
    expect(() => box({ shape: [3], low: [0, 1] })).toThrow('Box bound "low" has 2 numbers, but the shape holds 3.');
    expect(() => box({ low: [0, 5], high: [1, 4] })).toThrow("Box element 1 has low 5 above high 4.");
    expect(() => box({ low: [Number.NaN], high: 1 })).toThrow(/not a number at element 0/);
    expect(() => discrete(0)).toThrow(/got 0/);
    expect(() => discrete(2, { start: 0.5 })).toThrow(/got 0.5/);
    // int32 ends at 2³¹ − 1
    expect(discrete(2, { start: 2 ** 31 - 2 }).start).toBe(2147483646);
    expect(() => discrete(2, { start: 2 ** 31 - 1 })).toThrow(/run from 2147483647 to 2147483648/);
    expect(() => discrete(2, { start: -(2 ** 31) - 1 })).toThrow(/run from -2147483649/);
    expect(() => discrete(2 ** 31)).toThrow(/got 2147483648/);
    expect(() => multiDiscrete([2, 2 ** 31])).toThrow(/2147483648/);
    expect(() => multiDiscrete([])).toThrow(/\[\]/);
    expect(() => multiDiscrete([2, 1.5])).toThrow(/\[2,1.5\]/);
    expect(() => multiBinary(-1)).toThrow(/got -1/);
    expect(() => dict({})).toThrow(/at least one entry/);
  });

  it("keep the types of a dict's entries", () => {
    const space = dict({ position: box({ shape: [2] }), gear: discrete(3) });
    expectTypeOf<ValueOf<typeof space>>().toEqualTypeOf<{ readonly position: Float32Array; readonly gear: number }>();
  });
});

describe("validateSpace", () => {
  const refused = (space: unknown) => {
    try {
      validateSpace("space of goals", space);
    } catch (error) {
      if (error instanceof UsageError) return `${error.message} ${error.fix}`;
      throw error;
    }
    return undefined;
  };

  it("accepts what the constructors make", () => {
    fc.assert(fc.property(anySpace, (space) => refused(space) === undefined));
  });

  it("names the missing field, the wrong value or the nearest kind of a space written by hand", () => {
    const low = Float32Array.of(-1);
    expect(refused({ kind: "box", low: -1 })).toMatch(
      /^The space of goals is of kind "box", but lacks the field "shape"/,
    );
    expect(refused({ kind: "boks" })).toMatch(/unknown kind "boks"\. Did you mean "box"\?/);
    expect(refused({ kind: "Discrete", n: 2 })).toMatch(/Did you mean "discrete"\?/);
    expect(refused({ kind: "discrete", n: 2 })).toMatch(/lacks the field "start"/);
    expect(refused({ kind: "discrete", n: 0, start: 0 })).toMatch(/got 0/);
    expect(refused({ kind: "box", shape: [1], low: -1, high: 1 })).toMatch(/its "low" is the number -1, not a Float32/);
    expect(refused({ kind: "box", shape: [2], low, high: low })).toMatch(/"low" has 1 numbers, but the shape holds 2/);
    expect(refused({ kind: "multi-discrete", nvec: 3 })).toMatch(/its "nvec" is the number 3/);
    expect(refused({ kind: "dict", spaces: { left: { kind: "discrete" } } })).toMatch(
      /^The entry "left" of the space of goals is of kind "discrete", but lacks the field "n"/,
    );
    expect(refused({})).toMatch(/has no kind/);
    expect(refused("box")).toMatch(/is the string "box", not a space/);
  });
});

describe("sizes", () => {
  it("count one-hot choices of observations, numbers of actions and choices of masks", () => {
    const spaces = [box({ shape: [2, 3] }), discrete(4), multiDiscrete([3, 2]), multiBinary(5)];
    expect(spaces.map(sizeOf)).toEqual([6, 4, 5, 5]);
    expect(spaces.map(actionSizeOf)).toEqual([6, 1, 2, 5]);
    expect(spaces.map(choicesOf)).toEqual([0, 4, 5, 0]);
    expect(sizeOf(dict({ a: discrete(4), b: box({ shape: [2] }) }))).toBe(6);
    expect(() => actionSizeOf(dict({ a: discrete(4) }))).toThrow(/dict/);
  });
});

describe("flattenInto", () => {
  it("writes choices one-hot and dict entries in key order, at the offset", () => {
    const space = dict({ gear: discrete(3, { start: 1 }), position: box({ shape: [2] }), pair: multiDiscrete([2, 2]) });
    const out = new Float32Array(11).fill(9);
    flattenInto(space, { position: [0.5, -1], pair: [1, 0], gear: 2 }, out, 1);
    expect([...out]).toEqual([9, 0, 1, 0, 0.5, -1, 0, 1, 1, 0, 9]);
  });

  it("names what it expected and what it got", () => {
    const out = new Float32Array(4);
    expect(() => flattenInto(box({ shape: [3], low: -1, high: 1 }), [1, 2], out)).toThrow(
      "A value of the space Box [3], -1 to 1 must be 3 numbers, but got 2 numbers.",
    );
    expect(() => flattenInto(box({ shape: [3] }), undefined, out)).toThrow(/3 numbers, but got undefined/);
    expect(() => flattenInto(discrete(2), [1], out)).toThrow(/a number, but got 1 numbers/);
    expect(() => flattenInto(discrete(2), 2, out)).toThrow(/2 is not a choice/);
    expect(() => flattenInto(multiBinary(2), [1, 2], out)).toThrow(/2 is not a choice/);
    expect(() => flattenInto(dict({ a: discrete(2) }), { b: 1 }, out)).toThrow(
      /keys \["a"\], but got an object with keys \["b"\]/,
    );
  });

  it("is undone by unflatten for every space", () => {
    fc.assert(
      fc.property(anySpace, fc.nat(), (space, seed) => {
        const value = sampleSpace(space, createRandom(seed));
        const out = new Float32Array(sizeOf(space) + 3);
        flattenInto(space, value, out, 2);
        expect(unflatten(space, out, 2)).toEqual(value);
      }),
    );
  });
});

describe("contains", () => {
  it("accepts every sample of every space", () => {
    fc.assert(
      fc.property(anySpace, fc.nat(), (space, seed) => {
        expect(contains(space, sampleSpace(space, createRandom(seed)))).toBeUndefined();
      }),
    );
  });

  it("says what is wrong", () => {
    const space = box({ low: [-1, 0], high: [1, 1] });
    expect(contains(space, [0, 2])).toBe("element 1 is 2, above its high 1");
    expect(contains(space, [-2, 0])).toBe("element 0 is -2, below its low -1");
    expect(contains(space, [Number.NaN, 0])).toBe("element 0 is NaN");
    expect(contains(box({ shape: [1] }), [Infinity])).toBe("element 0 is Infinity");
    expect(contains(space, [0])).toBe("expected 2 numbers, got 1");
    expect(contains(space, "left")).toBe('expected 2 numbers, got the string "left"');
    expect(contains(discrete(3, { start: 1 }), 0)).toBe("the value is 0, not a whole number from 1 to 3");
    expect(contains(multiDiscrete([2, 2]), [1, 2])).toBe("element 1 is 2, not a whole number from 0 to 1");
    expect(contains(dict({ a: discrete(2) }), { a: 5 })).toBe('in "a": the value is 5, not a whole number from 0 to 1');
    expect(contains(dict({ a: discrete(2) }), {})).toBe('key "a" is missing');
    expect(contains(dict({ a: discrete(2) }), { a: 1, b: 1 })).toBe('key "b" is not in the space, which has ["a"]');
  });

  it("forgives the rounding of float64 values to float32 bounds", () => {
    expect(contains(box({ shape: [1], low: -0.07, high: 0.07 }), [0.07])).toBeUndefined();
  });
});

describe("spaceToJSON", () => {
  it("is undone by spaceFromJSON for every space, through text", () => {
    fc.assert(
      fc.property(anySpace, (space) => {
        const restored = spaceFromJSON(JSON.parse(JSON.stringify(spaceToJSON(space))));
        expect(restored).toEqual(space);
        if (space.kind === "dict")
          expect(Object.keys((restored as typeof space).spaces)).toEqual(Object.keys(space.spaces));
      }),
    );
  });

  it("refuses what is no space", () => {
    for (const json of [null, 3, {}, { kind: "sphere" }, { kind: "box", shape: [1], low: "none", high: 1 }]) {
      expect(() => spaceFromJSON(json)).toThrow(/not a stored space/);
    }
  });
});

describe("describeSpace", () => {
  it("tells kind, size and bounds", () => {
    expect(describeSpace(box({ shape: [3], low: -1, high: 1 }))).toBe("Box [3], -1 to 1");
    expect(describeSpace(dict({ gear: discrete(3, { start: 1 }), lights: multiBinary(2) }))).toBe(
      "Dict { gear: Discrete, 3 choices from 1; lights: MultiBinary, 2 positions }",
    );
  });
});

describe("describeSpaces", () => {
  it("leaves bounds out where shapes differ, and tells them where they alone do", () => {
    const one = box({ low: [0, 1], high: [2, 3] });
    expect(describeSpaces(box({ shape: [6], low: -1 }), one)).toEqual(["Box [6]", "Box [2]"]);
    expect(describeSpaces(dict({ a: one }), discrete(2))).toEqual(["Dict { a: Box [2] }", "Discrete, 2 choices"]);
    expect(describeSpaces(one, box({ shape: [2], low: 0, high: 1 }))).toEqual([
      "Box [2], [0, 1] to [2, 3]",
      "Box [2], 0 to 1",
    ]);
  });
});

describe("sampleSpace", () => {
  it("reaches every choice and both halves of a box", () => {
    const random = createRandom(1);
    expect(new Set(Array.from({ length: 100 }, () => sampleSpace(discrete(4, { start: -1 }), random)))).toEqual(
      new Set([-1, 0, 1, 2]),
    );
    const values = Array.from({ length: 100 }, () => sampleSpace(box({ shape: [1], low: -2, high: 2 }), random)[0]!);
    expect(Math.min(...values)).toBeLessThan(-1);
    expect(Math.max(...values)).toBeGreaterThan(1);
  });
});
