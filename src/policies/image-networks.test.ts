import { describe, expect, it } from "vitest";
import { UsageError } from "../errors.js";
import { createRandom } from "../random/index.js";
import { box, dict, discrete, type Space } from "../spaces/index.js";
import { evaluate, ndArray } from "../tensor/index.js";
import { createActorCritic, type NetworkOptions } from "./index.js";

const pixels = (...shape: number[]) => box({ shape, low: 0, high: 255 });
const build = (observationSpace: Space, network: NetworkOptions = {}) =>
  createActorCritic({ observationSpace, actionSpace: discrete(2), network });
const shapes = (observationSpace: Space, network?: NetworkOptions) =>
  Object.fromEntries(
    build(observationSpace, network).parameters.layout.map(({ name, shape }) => [name, shape] as const),
  );
const small = [{ filters: 3, kernel: 2 }];

describe("networks for images", () => {
  it("are the Nature network where the image is large enough: one trunk of three convolutions and 512 units", () => {
    const layers = shapes(pixels(84, 84, 4));
    expect(layers).toMatchObject({
      "shared/convolution0/weight": [32, 4, 8, 8],
      "shared/convolution1/weight": [64, 32, 4, 4],
      "shared/convolution2/weight": [64, 64, 3, 3],
      "shared/layer0/weight": [3136, 512],
      "policy/head/weight": [512, 2],
    });
    expect(shapes(pixels(84, 84, 4), { convolutions: "nature" })).toEqual(layers);
    expect(shapes(pixels(36, 40, 1), { channels: "last" })).toHaveProperty("shared/convolution2/weight");
  });

  it("are hidden layers where it is too small, has no bounds, or convolutions are [] ", () => {
    const plain = ["policy/layer0/weight", "value/layer1/weight"];
    for (const layers of [
      shapes(pixels(35, 84, 1)),
      shapes(box({ shape: [84, 84, 1] })),
      shapes(pixels(40, 40, 1), { convolutions: [] }),
    ]) {
      for (const name of plain) expect(layers).toHaveProperty([name]);
      expect(Object.keys(layers).filter((name) => name.includes("convolution"))).toEqual([]);
    }
  });

  it("have the convolutions, hidden layers and trunks that are asked for", () => {
    const layers = shapes(pixels(5, 5, 1), { convolutions: small, hidden: [7], shared: false });
    expect(layers).toMatchObject({
      "policy/convolution0/weight": [3, 1, 2, 2],
      "policy/layer0/weight": [48, 7],
      "value/convolution0/weight": [3, 1, 2, 2],
    });
    expect(shapes(pixels(5, 5, 1), { convolutions: small })["shared/layer1/weight"]).toEqual([64, 64]);
  });

  it("convolve the images of a dict, under their names, and pass the rest on beside them", () => {
    const space = dict({ speed: box({ shape: [2] }), view: dict({ front: pixels(5, 4, 1) }), goal: discrete(3) });
    expect(shapes(space, { convolutions: small, hidden: [7] })).toMatchObject({
      "shared/view/front/convolution0/weight": [3, 1, 2, 2],
      // 2 + 3 · 4 · 3 + 3
      "shared/layer0/weight": [41, 7],
    });
  });

  it("ask where an image has its channels that seems to have them first, and take the answer", () => {
    const failing = () => shapes(pixels(4, 84, 84));
    expect(failing).toThrow(UsageError);
    expect(failing).toThrow("channels come first");
    expect(shapes(pixels(4, 84, 84), { channels: "first" })["shared/convolution0/weight"]).toEqual([32, 4, 8, 8]);
    expect(shapes(pixels(4, 84, 84), { convolutions: [] })).toHaveProperty("policy/layer0/weight");
  });

  it("are refused where there is no image", () => {
    const failing = () => shapes(box({ shape: [4] }), { convolutions: "nature" });
    expect(failing).toThrow(UsageError);
    expect(failing).toThrow("Box [4]");
  });

  it.each([{ convolutions: small }, { convolutions: [] }])(
    "scale pixels to [0, 1] by their bounds, and nothing else (%o)",
    ({ convolutions }) => {
      const image = box({ shape: [2, 2, 1], low: -10, high: [-10, 10, 30, 10] });
      const space = dict({ image, speed: box({ shape: [1], low: 0, high: 100 }) });
      const options: NetworkOptions = { convolutions, hidden: [], activation: "identity", shared: true };
      const model = build(space, options);
      const values = model.parameters.initialize(createRandom(1));
      const { value } = model.parameters.bind({ value: model.value });
      const valueAt = (observation: readonly number[]) =>
        evaluate([value], {
          observation: ndArray([1, 5], observation),
          parameters: ndArray([values.length], values),
        })[0]!.data[0]!;
      const unit = build(
        dict({ image: box({ shape: [2, 2, 1], low: 0, high: 1 }), speed: box({ shape: [1] }) }),
        options,
      );
      const bound = unit.parameters.bind({ value: unit.value });
      const [expected] = evaluate([bound.value], {
        observation: ndArray([1, 5], [0, 0.5, 0.25, 1, 42]),
        parameters: ndArray([values.length], values),
      });
      // the first pixel cannot vary
      expect(valueAt([-10, 0, 0, 10, 42])).toBeCloseTo(expected!.data[0]!, 6);
    },
  );
});
