import * as fc from "fast-check";
import type { TensorLike } from "../operations/index.js";
import * as op from "../operations/index.js";
import { productOf } from "../shape.js";
import type { DataType, Tensor } from "../tensor.js";
import {
  type Axis,
  broadcastable,
  type CaseInput,
  declared,
  distinct,
  type Fill,
  fixedShape,
  type Instance,
  integers,
  lattice,
  resolve,
  shape,
  shapeAndAxis,
  signed,
  sizes,
  uniform,
  withAxis,
} from "./instance.js";

export interface OperationCase {
  /** The name under which the operation is exported. */
  readonly operation: string;
  readonly instances: fc.Arbitrary<Instance>;
}

/** Exports that are leaves of a graph or questions about one, not operations. */
export const notOperations: readonly string[] = ["input", "inputName"];

type Built = Omit<Instance, "seed">;
const seed = fc.integer({ min: 0, max: 2 ** 31 - 1 });

const caseOf = (operation: string, instances: fc.Arbitrary<Built>): OperationCase => ({
  operation,
  instances: fc.tuple(instances, seed).map(([instance, seed]) => ({ ...instance, seed })),
});

const uniformInput = (axes: readonly Axis[]): CaseInput => ({ axes, fill: uniform(-2, 2) });
const moderate = uniform(-2, 2);
const positive = uniform(0.4, 2.5);
const awayFromZero = signed(0.3, 2);

function unary(operation: string, apply: (x: Tensor) => Tensor, fill: Fill = moderate, dataType: DataType = "float32") {
  return caseOf(
    operation,
    shape().map((axes) => ({ inputs: { x: { axes, fill, dataType } }, build: ({ x }) => apply(x!) })),
  );
}

function binary(
  operation: string,
  apply: (a: TensorLike, b: TensorLike) => Tensor,
  fills: readonly [Fill, Fill] = [moderate, moderate],
  dataType: DataType = "float32",
) {
  const [fillA, fillB] = fills;
  const inputs = shape().chain((axes) =>
    fc.tuple(fc.constant(axes), broadcastable(axes), fc.boolean()).map(([full, part, swap]) => ({
      a: { axes: swap ? part : full, fill: fillA, dataType },
      b: { axes: swap ? full : part, fill: fillB, dataType },
    })),
  );
  return caseOf(
    operation,
    inputs.map((inputs) => ({ inputs, build: ({ a, b }) => apply(a!, b!) })),
  );
}

function reduction(operation: string, apply: typeof op.sum, fill: Fill = moderate) {
  const instances = shape().chain((axes) =>
    fc
      .tuple(fc.option(fc.subarray(axes.map((_, axis) => axis))), fc.boolean(), fc.boolean())
      .map(([chosen, keepDims, negative]): Built => {
        const options = chosen && { axes: chosen.map((axis) => (negative ? axis - axes.length : axis)) };
        return { inputs: { x: { axes, fill } }, build: ({ x }) => apply(x!, { ...options, keepDims }) };
      }),
  );
  return caseOf(operation, instances);
}

function alongAxis(operation: string, apply: (x: Tensor, axis: number) => Tensor, fill: Fill = moderate) {
  return caseOf(
    operation,
    shapeAndAxis().map(({ axes, axis }) => ({ inputs: { x: { axes, fill } }, build: ({ x }) => apply(x!, axis) })),
  );
}

const elementwise = [
  unary("tanh", op.tanh),
  unary("sigmoid", op.sigmoid),
  unary("softplus", op.softplus),
  unary("relu", op.relu, awayFromZero),
  unary("elu", op.elu, awayFromZero),
  unary("silu", op.silu),
  unary("erf", op.erf),
  unary("gelu", op.gelu, uniform(-3, 3)),
  unary("sign", op.sign, awayFromZero),
  unary("abs", op.abs, awayFromZero),
  unary("neg", op.neg),
  unary("square", op.square),
  unary("exp", op.exp),
  unary("log", op.log, positive),
  unary("sqrt", op.sqrt, positive),
  unary("sin", op.sin),
  unary("cos", op.cos),
  unary("zerosLike", op.zerosLike),
  unary("not", op.not, integers(0, 1), "bool"),
  binary("add", op.add),
  binary("sub", op.sub),
  binary("mul", op.mul),
  binary("div", op.div, [moderate, awayFromZero]),
  binary("pow", op.pow, [positive, moderate]),
  binary("minimum", op.minimum, [lattice(0), lattice(0.25)]),
  binary("maximum", op.maximum, [lattice(0), lattice(0.25)]),
  binary("equal", op.equal, [integers(-1, 1), integers(-1, 1)], "int32"),
  binary("notEqual", op.notEqual, [integers(-1, 1), integers(-1, 1)], "int32"),
  binary("less", op.less),
  binary("less", op.less, [integers(-1, 1), integers(-1, 1)], "int32"),
  binary("lessOrEqual", op.lessOrEqual, [integers(-1, 1), integers(-1, 1)], "int32"),
  binary("lessOrEqual", op.lessOrEqual, [integers(-1, 1), integers(-1, 1)]),
  binary("greater", op.greater, [integers(-1, 1), integers(-1, 1)]),
  binary("greaterOrEqual", op.greaterOrEqual, [integers(-1, 1), integers(-1, 1)]),
  binary("and", op.and, [integers(0, 1), integers(0, 1)], "bool"),
  binary("or", op.or, [integers(0, 1), integers(0, 1)], "bool"),
  binary("mul", op.mul, [integers(-9, 9), integers(-9, 9)], "int32"),
  binary("minimum", op.minimum, [integers(-9, 9), integers(-9, 9)], "int32"),
  caseOf(
    "cast",
    fc
      .tuple(
        shape(),
        fc.constantFrom<DataType>("float32", "int32", "bool"),
        fc.constantFrom<DataType>("float32", "int32", "bool"),
      )
      .map(([axes, from, to]) => {
        const fill = from === "float32" ? lattice(0.25) : from === "int32" ? integers(-2, 2) : integers(0, 1);
        // A number that is cut off cannot be differentiated.
        const x = { axes, fill, dataType: from, differentiable: to === "float32" };
        return { inputs: { x }, build: ({ x }) => op.cast(x!, to) };
      }),
  ),
  caseOf(
    "clip",
    fc.tuple(shape(), fc.boolean()).map(([axes, fixedBounds]): Built => {
      const x = { axes, fill: lattice(0) };
      if (fixedBounds) return { inputs: { x }, build: ({ x }) => op.clip(x!, -0.75, 1.25) };
      const inputs = {
        x,
        low: { axes: [], fill: lattice(-0.25, -3, -1) },
        high: { axes: [], fill: lattice(0.25, 0, 3) },
      };
      return { inputs, build: ({ x, low, high }) => op.clip(x!, low!, high!) };
    }),
  ),
  caseOf(
    "where",
    shape().chain((axes) =>
      fc
        .tuple(broadcastable(axes), broadcastable(axes), fc.constantFrom<DataType>("float32", "int32", "bool"))
        .map(([condition, part, dataType]) => {
          const fill = dataType === "float32" ? moderate : integers(0, dataType === "bool" ? 1 : 9);
          return {
            inputs: {
              condition: { axes: condition, fill: integers(0, 1), dataType: "bool" },
              a: { axes, fill, dataType },
              b: { axes: part, fill, dataType },
            },
            build: ({ condition, a, b }) => op.where(condition!, a!, b!),
          };
        }),
    ),
  ),
  caseOf(
    "stopGradient",
    shape().map((axes) => ({
      inputs: { x: uniformInput(axes), held: { ...uniformInput(axes), differentiable: false } },
      build: ({ x, held }) => op.mul(x!, op.stopGradient(op.mul(held!, held!))),
    })),
  ),
  caseOf(
    "constant",
    fixedShape().map((axes) => ({
      inputs: { x: uniformInput(axes) },
      build: ({ x }) => {
        const data = Array.from({ length: sizes(axes).reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i));
        return op.mul(x!, op.constant(data, sizes(axes)));
      },
    })),
  ),
];

const reductions = [
  reduction("sum", op.sum),
  reduction("mean", op.mean),
  reduction("max", op.max, distinct),
  reduction("min", op.min, distinct),
  reduction("logSumExp", op.logSumExp),
  alongAxis("softmax", op.softmax),
  alongAxis("logSoftmax", op.logSoftmax),
  alongAxis("argMax", op.argMax, distinct),
  caseOf(
    "cumulativeSum",
    fc.tuple(shapeAndAxis(), fc.boolean(), fc.boolean()).map(([{ axes, axis }, reverse, exclusive]) => ({
      inputs: { x: uniformInput(axes) },
      build: ({ x }) => op.cumulativeSum(x!, axis, { reverse, exclusive }),
    })),
  ),
  caseOf(
    "elementCount",
    shape().chain((axes) =>
      fc.subarray(axes.map((_, axis) => axis)).map((chosen) => ({
        inputs: { x: uniformInput(axes) },
        build: ({ x }) => op.mul(x!, op.elementCount(x!, chosen)),
      })),
    ),
  ),
  caseOf(
    "layerNorm",
    fc.tuple(shape(0, 2), fc.integer({ min: 2, max: 5 })).map(([lead, features]) => ({
      inputs: {
        x: { axes: [...lead, { size: features }], fill: distinct },
        scale: { axes: [{ size: features }], fill: awayFromZero },
        bias: uniformInput([{ size: features }]),
      },
      build: ({ x, scale, bias }) => op.layerNorm(x!, scale!, bias!, { epsilon: 0.01 }),
    })),
  ),
];

const rearrangements = [
  caseOf(
    "expandLike",
    shape().chain((axes) =>
      broadcastable(axes).map((part) => ({
        inputs: { x: uniformInput(part), like: uniformInput(axes) },
        build: ({ x, like }) => op.expandLike(x!, like!),
      })),
    ),
  ),
  caseOf(
    "broadcastTo",
    shape().chain((axes) =>
      broadcastable(axes).map((part) => {
        // Only a dynamic size that the tensor has itself can be named; the others have to be fixed.
        const missing = axes.length - part.length;
        const target = axes.map((axis, i) => (part[i - missing]?.name === undefined ? { size: axis.size } : axis));
        return { inputs: { x: uniformInput(part) }, build: ({ x }) => op.broadcastTo(x!, declared(target)) };
      }),
    ),
  ),
  caseOf(
    "reshape",
    fc.tuple(shape(), fc.nat(3), fc.nat(4), fc.boolean()).map(([axes, from, length, unit]) => {
      const merged = axes.slice(from, from + length);
      const middle = merged.length > 0 ? [productOf(declared(merged))] : [];
      const target = [
        ...declared(axes.slice(0, from)),
        ...(unit ? [1] : []),
        ...middle,
        ...declared(axes.slice(from + length)),
      ];
      return { inputs: { x: uniformInput(axes) }, build: ({ x }) => op.reshape(x!, target) };
    }),
  ),
  caseOf(
    "reshape",
    fixedShape(2, 3).map((axes) => ({
      inputs: { x: uniformInput(axes) },
      build: ({ x }) => op.reshape(x!, sizes(axes).reverse()),
    })),
  ),
  caseOf(
    "reshapeLike",
    shape().chain((axes) =>
      fc.shuffledSubarray(axes, { minLength: axes.length }).map((other) => ({
        inputs: { x: uniformInput(axes), like: uniformInput(other) },
        build: ({ x, like }) => op.reshapeLike(op.square(x!), like!),
      })),
    ),
  ),
  unary("flatten", op.flatten),
  caseOf(
    "transpose",
    shape().chain((axes) =>
      fc
        .option(fc.shuffledSubarray([...axes.keys()], { minLength: axes.length }), { nil: undefined })
        .map((permutation) => ({
          inputs: { x: uniformInput(axes) },
          build: ({ x }) => op.transpose(x!, permutation),
        })),
    ),
  ),
  caseOf(
    "concat",
    fc
      .tuple(shapeAndAxis(), fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }))
      .map(([{ axes, axis }, lengths]) => ({
        inputs: Object.fromEntries(
          lengths.map((size, i) => [`x${i}`, uniformInput(withAxis(axes, resolve(axis, axes), { size }))]),
        ),
        build: (tensors) => op.concat(Object.values(tensors), axis),
      })),
  ),
  caseOf(
    "split",
    fc
      .tuple(shapeAndAxis(), fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }), fc.nat(2))
      .map(([{ axes, axis }, lengths, unused]) => {
        const size = lengths.reduce((total, length) => total + length, 0);
        return {
          inputs: { x: uniformInput(withAxis(axes, resolve(axis, axes), { size })) },
          // A piece may go unused: its gradient is zero.
          build: ({ x }) => op.split(x!, lengths, axis).filter((_, i) => i !== unused || lengths.length === 1),
        };
      }),
  ),
  caseOf(
    "stack",
    fc.tuple(shape(), fc.integer({ min: 1, max: 3 }), fc.nat(3)).map(([axes, count, position]) => ({
      inputs: Object.fromEntries(Array.from({ length: count }, (_, i) => [`x${i}`, uniformInput(axes)])),
      build: (tensors) => op.stack(Object.values(tensors), Math.min(position, axes.length)),
    })),
  ),
  caseOf(
    "slice",
    fc
      .tuple(shapeAndAxis(), fc.nat(2), fc.integer({ min: 1, max: 3 }), fc.nat(2))
      .map(([{ axes, axis }, before, length, after]) => ({
        inputs: { x: uniformInput(withAxis(axes, resolve(axis, axes), { size: before + length + after })) },
        build: ({ x }) => op.slice(x!, axis, before, after === 0 ? undefined : -after),
      })),
  ),
  caseOf(
    "pad",
    fc.tuple(shapeAndAxis(), fc.nat(2), fc.nat(2)).map(([{ axes, axis }, before, after]) => {
      const { size } = axes[resolve(axis, axes)]!;
      return {
        inputs: { x: uniformInput(withAxis(axes, resolve(axis, axes), { size })) },
        build: ({ x }) => op.pad(x!, axis, before, after),
      };
    }),
  ),
  caseOf(
    "oneHot",
    fc.tuple(shape(), fc.integer({ min: 1, max: 4 })).map(([axes, size]) => ({
      inputs: { indices: { axes, fill: integers(-1, size), dataType: "int32" } },
      build: ({ indices }) => op.oneHot(indices!, size),
    })),
  ),
];

const indexAxes = fc
  .array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 })
  .map((list) => list.map((size) => ({ size })));

const gathers = [
  caseOf(
    "gatherRows",
    fc.tuple(shape(1), indexAxes).map(([axes, places]) => ({
      inputs: {
        x: uniformInput(axes),
        indices: { axes: places, fill: integers(0, axes[0]!.size - 1), dataType: "int32" },
      },
      build: ({ x, indices }) => op.gatherRows(x!, indices!),
    })),
  ),
  caseOf(
    "scatterAddRows",
    fc.tuple(shape(1), indexAxes).map(([axes, places]) => ({
      inputs: {
        base: uniformInput(axes),
        indices: { axes: places, fill: integers(0, axes[0]!.size - 1), dataType: "int32" },
        updates: uniformInput([...places, ...axes.slice(1)]),
      },
      build: ({ base, indices, updates }) => op.scatterAddRows(base!, indices!, updates!),
    })),
  ),
  caseOf(
    "gatherAlong",
    fc.tuple(shapeAndAxis(), fc.integer({ min: 1, max: 3 })).map(([{ axes, axis }, size]) => {
      const along = resolve(axis, axes);
      return {
        inputs: {
          x: uniformInput(axes),
          indices: {
            axes: withAxis(axes, along, { size }),
            fill: integers(0, axes[along]!.size - 1),
            dataType: "int32",
          },
        },
        build: ({ x, indices }) => op.gatherAlong(x!, indices!, axis),
      };
    }),
  ),
  caseOf(
    "scatterAddAlong",
    fc.tuple(shapeAndAxis(), fc.integer({ min: 1, max: 3 })).map(([{ axes, axis }, size]) => {
      const along = resolve(axis, axes);
      const places = withAxis(axes, along, { size });
      return {
        inputs: {
          base: uniformInput(axes),
          indices: { axes: places, fill: integers(0, axes[along]!.size - 1), dataType: "int32" },
          updates: uniformInput(places),
        },
        build: ({ base, indices, updates }) => op.scatterAddAlong(base!, indices!, updates!, axis),
      };
    }),
  ),
];

const pair = (min: number, max: number) => fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }));

const products = [
  caseOf(
    "matmul",
    shape(0, 2).chain((lead) =>
      fc.tuple(broadcastable(lead), fc.boolean(), shape(3, 3)).map(([part, swap, [rows, inner, columns]]): Built => {
        const name = (axis: Axis, role: string) => (axis.name === undefined ? axis : { ...axis, name: role });
        const [m, k, n] = [name(rows!, "m"), name(inner!, "k"), name(columns!, "n")];
        const a = [...(swap ? part : lead), m, k];
        const b = [...(swap ? lead : part), k, n];
        return { inputs: { a: uniformInput(a), b: uniformInput(b) }, build: ({ a, b }) => op.matmul(a!, b!) };
      }),
    ),
  ),
  caseOf(
    "conv2d",
    fc
      .record({
        batch: shape(1, 1),
        channels: pair(1, 2),
        kernel: pair(1, 3),
        strides: pair(1, 3),
        dilations: pair(1, 2),
        padding: fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2), fc.nat(2)),
        rest: pair(0, 4),
      })
      .map(({ batch, channels, kernel, strides, dilations, padding, rest }): Built => {
        const image = kernel.map((size, i) => dilations[i]! * (size - 1) + 1 + rest[i]!);
        const [colors, filters] = channels;
        return {
          inputs: {
            x: uniformInput([...batch, ...[colors, ...image].map((size) => ({ size }))]),
            kernel: uniformInput([filters, colors, ...kernel].map((size) => ({ size }))),
          },
          build: ({ x, kernel }) => op.conv2d(x!, kernel!, { strides, dilations, padding }),
        };
      }),
  ),
];

/** How every operation is used, with shapes and numbers drawn at random, away from kinks and poles. */
export const operationCases: readonly OperationCase[] = [
  ...elementwise,
  ...reductions,
  ...rearrangements,
  ...gathers,
  ...products,
];
