import { describe, expect, it } from "vitest";
import { box, dict, discrete, flattenInto, multiDiscrete, sizeOf } from "../spaces/index.js";
import { evaluate, input, ndArray, type Tensor } from "../tensor/index.js";
import { splitObservation } from "./index.js";

describe("splitting an observation", () => {
  it("gives every part of a dict under its keys, in its shape, choices one-hot", () => {
    const space = dict({
      camera: box({ shape: [2, 2, 1] }),
      body: dict({ speed: box({ shape: [2] }), gear: discrete(3, { start: 1 }) }),
      buttons: multiDiscrete([2, 2]),
    });
    const parts = splitObservation(space, input("observation", ["batch", sizeOf(space)]));
    const { camera, body, buttons } = parts;
    const tensors: Tensor[] = [camera, body.speed, body.gear, buttons];
    expect(tensors.map(({ shape }) => shape)).toEqual([
      ["batch", 2, 2, 1],
      ["batch", 2],
      ["batch", 3],
      ["batch", 4],
    ]);
    const flat = new Float32Array(sizeOf(space));
    flattenInto(space, { camera: [1, 2, 3, 4], body: { speed: [5, 6], gear: 2 }, buttons: [1, 0] }, flat);
    const values = evaluate(tensors, { observation: ndArray([1, flat.length], flat) }).map(({ data }) => [...data]);
    expect(values).toEqual([
      [1, 2, 3, 4],
      [5, 6],
      [0, 1, 0],
      [0, 1, 1, 0],
    ]);
  });

  it("of any other space is one tensor in its shape", () => {
    const observation = input("observation", ["batch", 12]);
    expect(splitObservation(box({ shape: [2, 2, 3] }), observation).shape).toEqual(["batch", 2, 2, 3]);
    expect(splitObservation(discrete(12), observation)).toBe(observation);
  });
});
