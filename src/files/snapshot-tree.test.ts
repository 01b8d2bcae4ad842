import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Snapshot } from "../snapshot.js";
import { flattenSnapshot, unflattenSnapshot } from "./snapshot-tree.js";

function roundTrip(tree: Snapshot): Snapshot {
  const { json, arrays } = flattenSnapshot(tree);
  return unflattenSnapshot(json, new Map(arrays.map(({ name, array }) => [name, array])));
}

describe("flattenSnapshot", () => {
  it("names arrays by their path", () => {
    const { json, arrays } = flattenSnapshot({
      learner: { parameters: Float32Array.of(1) },
      copies: [Uint8Array.of(2)],
    });
    expect(arrays.map(({ name }) => name)).toEqual(["learner/parameters", "copies/0"]);
    expect(json).toBe('{"learner":{"parameters":{"$array":"learner/parameters"}},"copies":[{"$array":"copies/0"}]}');
  });

  it("gives different paths different names", () => {
    const array = () => new Uint8Array(1);
    const { arrays } = flattenSnapshot({
      "a/b": array(),
      a: { b: array() },
      "a~1b": array(),
      "": array(),
      __metadata__: array(),
      "~metadata": array(),
    });
    const names = arrays.map(({ name }) => name);
    expect(new Set(names).size).toBe(6);
    expect(names).not.toContain("__metadata__");
  });

  it.each([-0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("keeps the number %s", (value) => {
    expect(Object.is((roundTrip([value]) as number[])[0], value)).toBe(true);
  });

  it("keeps objects that look like its own stand-ins", () => {
    const tree = { a: { $array: "b" }, b: { $number: "NaN" }, $$c: { $: 1 }, ["__proto__"]: { $x: null } };
    expect(roundTrip(tree)).toStrictEqual(tree);
  });

  it("keeps every double", () => {
    fc.assert(fc.property(fc.double(), (value) => Object.is(roundTrip(value), value)));
  });

  it.each([
    ["undefined", { environment: { state: undefined } }],
    ["Date", { environment: { state: new Date(0) } }],
    ["BigInt", { environment: { state: 1n } }],
    ["Function", { environment: { state: () => 0 } }],
    ["Float16Array-like views", { environment: { state: new Int16Array(1) } }],
    ["Map", { environment: { state: new Map() } }],
  ])("refuses %s and names the place", (_, tree) => {
    expect(() => flattenSnapshot(tree as unknown as Snapshot)).toThrow(
      expect.objectContaining({ code: "snapshot-unsupported", message: expect.stringContaining("environment/state") }),
    );
  });

  it("refuses holes in arrays instead of filling them", () => {
    const holes: number[] = [];
    holes[2] = 1;
    expect(() => flattenSnapshot(holes)).toThrow(expect.objectContaining({ code: "snapshot-unsupported" }));
  });
});
