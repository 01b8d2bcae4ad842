import { describe, expect, it } from "vitest";
import { decodeSnapshot, encodeSnapshot } from "./index.js";

describe("snapshots in a browser", () => {
  it("round trip and refuse damage as in Node", () => {
    const tree = { parameters: Float32Array.of(1.5, -0), note: "µ", generator: [-0, Number.NaN, 7] };
    const bytes = encodeSnapshot(tree);
    expect(decodeSnapshot(bytes, "x")).toEqual(tree);
    bytes[bytes.length - 1]! ^= 1;
    expect(() => decodeSnapshot(bytes, "x")).toThrow(expect.objectContaining({ code: "checkpoint-corrupt" }));
  });
});
