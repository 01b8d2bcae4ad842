import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withAssignments } from "./settings.js";

describe("--set", () => {
  it("reads values as JSON, and as strings where they are none", () => {
    expect(withAssignments({}, ["a=0.1", "b=[32,32]", "c=tanh", "d=true", "e=null", "f=x=y", "g="])).toEqual({
      a: 0.1,
      b: [32, 32],
      c: "tanh",
      d: true,
      e: null,
      f: "x=y",
      g: "",
    });
  });

  it("reaches into nested options and leaves their neighbors", () => {
    const preset = { gamma: 0.9, learningRate: { from: 1e-3, to: 0 } };
    expect(withAssignments(preset, ["learningRate.from=0.01", "network.hidden=[8]"])).toEqual({
      gamma: 0.9,
      learningRate: { from: 0.01, to: 0 },
      network: { hidden: [8] },
    });
    expect(preset.learningRate.from).toBe(1e-3);
  });

  it("replaces what is not an object, and the last assignment wins", () => {
    expect(withAssignments({ a: 1, b: 1 }, ["a.x=1", "b=2", "b=3"])).toEqual({ a: { x: 1 }, b: 3 });
  });

  it("gives back every JSON value that it was given", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(withAssignments({}, [`key=${JSON.stringify(value)}`]).key).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it("cannot reach the prototype of objects", () => {
    withAssignments({}, ["__proto__.polluted=1"]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each(["CartPole-v1", "=1", "a..b=1", ".a=1"])("refuses %j", (assignment) => {
    expect(() => withAssignments({}, [assignment])).toThrow(`--set was given "${assignment}", which is not key=value.`);
  });
});
