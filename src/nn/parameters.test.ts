import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../random/index.js";
import { compile } from "../runtime/index.js";
import { add, evaluate, input, mean, mul, ndArray, square, sub, type Tensor } from "../tensor/index.js";
import {
  type ActivationName,
  activationNames,
  constantInitializer,
  linear,
  mlp,
  normalInitializer,
  Parameters,
} from "./index.js";

const small = normalInitializer(0.5);

/** A two-layer network with a squared loss on `x` [batch, 3] and `y` [batch, 2]. */
function regression(activation: ActivationName = "tanh") {
  const parameters = new Parameters();
  const x = input("x", ["batch", 3]);
  const features = mlp(parameters.scope("trunk"), x, { hidden: [5, 4], activation });
  const output = linear(parameters.scope("head"), features, 2, { initializer: small });
  return { parameters, output, loss: mean(square(sub(output, input("y", ["batch", 2])))) };
}

const data = (seed: number, batch = 6) => {
  const random = createRandom(seed);
  const draw = (size: number) => Float32Array.from({ length: batch * size }, () => random.normal());
  return { x: draw(3), y: draw(2) };
};

describe("the layout of parameters", () => {
  it("lays parameters one after the other in the order of declaration", () => {
    const { parameters } = regression();
    expect(parameters.layout).toEqual([
      { name: "trunk/layer0/weight", shape: [3, 5], offset: 0, size: 15 },
      { name: "trunk/layer0/bias", shape: [5], offset: 15, size: 5 },
      { name: "trunk/layer1/weight", shape: [5, 4], offset: 20, size: 20 },
      { name: "trunk/layer1/bias", shape: [4], offset: 40, size: 4 },
      { name: "head/weight", shape: [4, 2], offset: 44, size: 8 },
      { name: "head/bias", shape: [2], offset: 52, size: 2 },
    ]);
    expect(parameters.size).toBe(54);
  });

  it("initializes each parameter at its place", () => {
    const parameters = new Parameters();
    parameters.parameter("a", [2], constantInitializer(1));
    parameters.parameter("b", [1, 3], constantInitializer(2));
    expect([...parameters.initialize(createRandom(0))]).toEqual([1, 1, 2, 2, 2]);
  });

  it("draws each parameter from its own stream: others do not change it", () => {
    const alone = new Parameters();
    alone.parameter("b", [4], small);
    const together = new Parameters();
    together.parameter("a", [7], small);
    together.parameter("b", [4], small);
    expect([...together.initialize(createRandom(1)).subarray(7)]).toEqual([...alone.initialize(createRandom(1))]);
    expect([...together.initialize(createRandom(2))]).not.toEqual([...together.initialize(createRandom(1))]);
  });

  it("refuses a second parameter of the same name", () => {
    const parameters = new Parameters();
    parameters.scope("a").parameter("b", [1], small);
    expect(() => parameters.parameter("a/b", [1], small)).toThrow('Two parameters are named "a/b"');
  });

  it("refuses parameters after the layout was used", () => {
    const { parameters, output } = regression();
    parameters.bind({ output });
    expect(() => parameters.parameter("late", [1], small)).toThrow('"late" was declared after');
  });
});

describe("the ways to give parameters values", () => {
  it("bind, bindTo and freeze compute the same", async () => {
    const { parameters, output } = regression();
    const values = parameters.initialize(createRandom(4));
    const { x } = data(1);
    const direction = input("direction", [parameters.size]);
    const programs = await Promise.all([
      compile({ outputs: parameters.bind({ output }) }),
      compile({ outputs: parameters.bindTo(add(parameters.flat, mul(direction, 0.5)), { output }) }),
      compile({ outputs: parameters.freeze({ output }, values) }),
    ]);
    expect(programs[2].inputs.map(({ name }) => name)).toEqual(["x"]);
    const half = values.map((value) => value / 2);
    const [fed, moved, frozen] = await Promise.all([
      programs[0].run({ x, parameters: values }),
      programs[1].run({ x, parameters: half, direction: values }),
      programs[2].run({ x }),
    ]);
    for (let i = 0; i < fed.output.length; i++) {
      expect(moved.output[i]).toBeCloseTo(fed.output[i]!, 5);
      expect(frozen.output[i]).toBeCloseTo(fed.output[i]!, 5);
    }
  });

  it("frozen values are copied: changing the vector later changes nothing", () => {
    const parameters = new Parameters();
    const a = parameters.parameter("a", [2], small);
    const values = Float32Array.of(1, 2);
    const { a: frozen } = parameters.freeze({ a }, values);
    values.fill(9);
    expect([...evaluate([frozen], {})[0]!.data]).toEqual([1, 2]);
  });
});

describe("the flat gradient", () => {
  const finiteDifferences = (loss: Tensor, feeds: Record<string, ReturnType<typeof ndArray>>, values: Float64Array) =>
    Array.from(values, (_, i) => {
      const at = (step: number) => {
        const moved = values.slice();
        moved[i]! += step;
        return evaluate([loss], { ...feeds, parameters: ndArray([values.length], moved) })[0]!.data[0]!;
      };
      return (at(1e-5) - at(-1e-5)) / 2e-5;
    });

  it.each(activationNames)("of a network with %s equals finite differences", (activation) => {
    const { parameters, loss } = regression(activation);
    const bound = parameters.bind({ loss, gradient: parameters.gradient(loss) });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), (seed) => {
        const { x, y } = data(seed);
        const values = Float64Array.from(parameters.initialize(createRandom(seed)));
        const feeds = { x: ndArray([6, 3], x), y: ndArray([6, 2], y) };
        const [gradient] = evaluate([bound.gradient], { ...feeds, parameters: ndArray([values.length], values) });
        const expected = finiteDifferences(bound.loss, feeds, values);
        for (const [i, value] of expected.entries()) expect(gradient!.data[i]).toBeCloseTo(value, 6);
      }),
      { numRuns: 2, seed: 7 },
    );
  });

  it("is zero for parameters that the loss does not use", () => {
    const parameters = new Parameters();
    const used = parameters.parameter("used", [2], small);
    parameters.parameter("unused", [3], small);
    const { gradient } = parameters.bind({ gradient: parameters.gradient(mean(square(used))) });
    const [flat] = evaluate([gradient], { parameters: ndArray([5], [1, 2, 3, 4, 5]) });
    expect([...flat!.data]).toEqual([1, 2, 0, 0, 0]);
  });

  it("is zero apart from what other outputs depend on, and the value stays the same", () => {
    const parameters = new Parameters();
    const [shared, own] = ["shared", "own"].map((name) => parameters.parameter(name, [2], small)) as [Tensor, Tensor];
    const loss = mean(square(mul(shared, own)));
    const apart = parameters.apartFrom(loss, [mean(shared)]);
    const outputs = parameters.bind({ loss, apart, gradient: parameters.gradient(apart) });
    const values = evaluate([outputs.loss, outputs.apart, outputs.gradient], {
      parameters: ndArray([4], [2, 3, 5, 7]),
    });
    expect(values[1]!.data[0]).toBe(values[0]!.data[0]);
    expect([...values[2]!.data]).toEqual([0, 0, 4 * 5, 9 * 7]);
  });

  it("adds what a shared trunk gets from both heads", () => {
    const gradientOf = (heads: readonly ("a" | "b")[]) => {
      const parameters = new Parameters();
      const trunk = mlp(parameters.scope("trunk"), input("x", ["batch", 3]), { hidden: [4] });
      const losses = (["a", "b"] as const).map((name) => mean(square(linear(parameters.scope(name), trunk, 1))));
      const loss = heads.map((head) => losses[head === "a" ? 0 : 1]!).reduce(add);
      const values = parameters.initialize(createRandom(2));
      const { gradient } = parameters.bind({ gradient: parameters.gradient(loss) });
      return evaluate([gradient], { x: ndArray([6, 3], data(3).x), parameters: ndArray([values.length], values) })[0]!;
    };
    const [a, b, both] = [gradientOf(["a"]), gradientOf(["b"]), gradientOf(["a", "b"])];
    for (let i = 0; i < both.data.length; i++) expect(both.data[i]).toBeCloseTo(a.data[i]! + b.data[i]!, 12);
  });
});

describe("a part of the parameters", () => {
  it("is a vector of its own: outputs and gradients are those of the whole", () => {
    const { parameters, loss } = regression();
    const head = parameters.part("head");
    expect(head).toMatchObject({ offset: 44, size: 10 });
    const values = parameters.initialize(createRandom(4));
    const { x, y } = data(1);
    const feeds = {
      x: ndArray([6, 3], x),
      y: ndArray([6, 2], y),
      parameters: ndArray([54], values),
      own: ndArray([10], values.subarray(44)),
    };
    const whole = parameters.bind({ loss, gradient: parameters.gradient(loss) });
    const [expected, gradient] = evaluate([whole.loss, whole.gradient], feeds);
    const apart = parameters.bind(head.bindTo(input("own", [10]), { loss, gradient: head.gradient(loss) }));
    const [actual, own] = evaluate([apart.loss, apart.gradient], feeds);
    expect(actual!.data[0]).toBe(expected!.data[0]);
    expect([...own!.data]).toEqual([...gradient!.data.subarray(44)]);
  });

  it("must lie in one piece", () => {
    const parameters = new Parameters();
    for (const name of ["a/1", "b/1", "a/2"]) parameters.parameter(name, [1], small);
    expect(() => parameters.part("a")).toThrow('The parameters under "a" do not lie side by side.');
    expect(() => parameters.part("c")).toThrow('The parameters under "c" are none.');
  });

  it("that alone is needed is cut out without the rest, where that is large", async () => {
    const parameters = new Parameters();
    parameters.parameter("large", [2 ** 16], constantInitializer(1));
    const wanted = parameters.parameter("wanted", [2], constantInitializer(2));
    const twice = mul(wanted, 2);
    const { result } = parameters.bind({ result: twice });
    const [first] = evaluate([result], { parameters: ndArray([2 ** 16 + 2], parameters.initialize(createRandom(1))) });
    expect([...first!.data]).toEqual([4, 4]);
    const program = await compile({ outputs: { result } });
    const run = await program.run({ parameters: parameters.initialize(createRandom(1)) });
    expect([...run.result]).toEqual([4, 4]);
  });
});

describe("the parameters needed for an output", () => {
  it("are a smaller vector with the same names, order and tensors", () => {
    const { parameters, output, loss } = regression();
    const unused = parameters.scope("unused").parameter("weight", [7], small);
    expect(parameters.neededFor([unused]).layout).toEqual([{ name: "unused/weight", shape: [7], offset: 0, size: 7 }]);
    const needed = parameters.neededFor([output]);
    expect(needed.layout).toEqual(parameters.layout.slice(0, -1));
    const values = parameters.initialize(createRandom(4));
    const { x, y } = data(1);
    const feeds = { x: ndArray([6, 3], x), y: ndArray([6, 2], y) };
    const [whole] = evaluate([parameters.bind({ loss }).loss], { ...feeds, parameters: ndArray([61], values) });
    const [part] = evaluate([needed.bind({ loss }).loss], { ...feeds, parameters: ndArray([54], values.slice(0, 54)) });
    expect(part!.data[0]).toBe(whole!.data[0]);
  });
});
