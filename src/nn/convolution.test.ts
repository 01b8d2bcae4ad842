import { describe, expect, it } from "vitest";
import { UsageError } from "../errors.js";
import { createRandom } from "../random/index.js";
import { evaluate, input, ndArray } from "../tensor/index.js";
import { cnn, conv2d, natureConvolutions, Parameters } from "./index.js";

describe("a convolution", () => {
  it("sees all channels, moves by its stride and adds a bias per filter", () => {
    const parameters = new Parameters();
    const image = input("image", ["batch", 2, 2, 3]);
    const convolution = { filters: 2, kernel: [2, 1], stride: [1, 2] } as const;
    const { y } = parameters.bind({ y: conv2d(parameters.scope("layer"), image, convolution) });
    expect(y.shape).toEqual(["batch", 2, 1, 2]);
    // filter 0: sum of the first channel's column; filter 1: top of the second channel minus its bottom
    const weights = [1, 1, 0, 0, 0, 0, 1, -1];
    const [result] = evaluate([y], {
      image: ndArray([1, 2, 2, 3], [1, 2, 3, 4, 5, 6, 10, 20, 30, 1, 2, 3]),
      parameters: ndArray([10], [...weights, 0.5, -0.5]),
    });
    expect([...result!.data]).toEqual([1 + 4 + 0.5, 3 + 6 + 0.5, 10 - 1 - 0.5, 30 - 3 - 0.5]);
  });

  it("has kernels [filters, channels, height, width] and biases of 0, or none", () => {
    const parameters = new Parameters();
    const image = input("image", ["batch", 3, 5, 5]);
    conv2d(parameters.scope("with"), image, { filters: 4, kernel: 3 });
    conv2d(parameters.scope("without"), image, { filters: 4, kernel: 3 }, { bias: false });
    expect(parameters.layout.map(({ name, shape }) => [name, shape])).toEqual([
      ["with/weight", [4, 3, 3, 3]],
      ["with/bias", [4]],
      ["without/weight", [4, 3, 3, 3]],
    ]);
    expect([...parameters.initialize(createRandom(0)).subarray(108, 112)]).toEqual([0, 0, 0, 0]);
  });

  it("refuses a kernel larger than the image", () => {
    const build = () => conv2d(new Parameters(), input("image", ["batch", 1, 3, 3]), { filters: 1, kernel: 4 });
    expect(build).toThrow(UsageError);
    expect(build).toThrow("shapes [batch, 1, 3, 3]");
  });
});

describe("a convolutional network", () => {
  it("takes channels last or first, for the same image the same features", () => {
    const build = (channels: "last" | "first") => {
      const parameters = new Parameters();
      const image = input("image", channels === "last" ? ["batch", 4, 5, 2] : ["batch", 2, 4, 5]);
      const convolutions = [
        { filters: 3, kernel: 2 },
        { filters: 2, kernel: 2, stride: 2 },
      ];
      return { parameters, ...parameters.bind({ y: cnn(parameters, image, { convolutions, channels }) }) };
    };
    const [last, first] = [build("last"), build("first")];
    const values = last.parameters.initialize(createRandom(3));
    const pixel = (row: number, column: number, channel: number) => Math.sin(row * 31 + column * 7 + channel * 3);
    const lastPixels = Array.from({ length: 40 }, (_, i) => pixel(Math.floor(i / 10), Math.floor(i / 2) % 5, i % 2));
    const firstPixels = Array.from({ length: 40 }, (_, i) => pixel(Math.floor(i / 5) % 4, i % 5, Math.floor(i / 20)));
    const parameters = ndArray([values.length], values);
    const [a] = evaluate([last.y], { image: ndArray([1, 4, 5, 2], lastPixels), parameters });
    const [b] = evaluate([first.y], { image: ndArray([1, 2, 4, 5], firstPixels), parameters });
    expect(a!.shape).toEqual([1, 4]);
    expect([...a!.data].some((feature) => feature > 0)).toBe(true);
    expect([...a!.data]).toEqual([...b!.data]);
  });

  it("of the Nature kind turns 84 × 84 pixels into 3136 features", () => {
    const image = input("image", ["batch", 84, 84, 4]);
    expect(cnn(new Parameters(), image, { convolutions: natureConvolutions }).shape).toEqual(["batch", 3136]);
  });

  it("applies the activation after every convolution, relu by default", () => {
    const build = (activation?: "identity") => {
      const parameters = new Parameters();
      const convolutions = [
        { filters: 1, kernel: 1 },
        { filters: 1, kernel: 1 },
      ];
      const image = input("image", ["batch", 1, 1, 1]);
      const { y } = parameters.bind({ y: cnn(parameters, image, { convolutions, ...(activation && { activation }) }) });
      // x ↦ −x, then x ↦ x + 1
      const feeds = { image: ndArray([1, 1, 1, 1], [2]), parameters: ndArray([4], [-1, 0, 1, 1]) };
      return evaluate([y], feeds)[0]!.data[0];
    };
    expect(build()).toBe(1);
    expect(build("identity")).toBe(-1);
  });
});
