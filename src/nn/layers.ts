import { UsageError } from "../errors.js";
import { add, elu, formatShape, gelu, matmul, relu, sigmoid, silu, type Tensor, tanh } from "../tensor/index.js";
import { didYouMean } from "../text.js";
import { constantInitializer, type Initializer, orthogonalInitializer, uniformInitializer } from "./initializers.js";
import type { Scope } from "./parameters.js";

export type ActivationName = "tanh" | "relu" | "elu" | "silu" | "gelu" | "sigmoid" | "identity";
/** A name or a function of a tensor. */
export type Activation = ActivationName | ((x: Tensor) => Tensor);

const activations: Readonly<Record<ActivationName, (x: Tensor) => Tensor>> = {
  tanh,
  relu,
  elu,
  silu,
  gelu,
  sigmoid,
  identity: (x) => x,
};

export const activationNames = Object.keys(activations) as ActivationName[];

export function activationFunction(activation: Activation): (x: Tensor) => Tensor {
  if (typeof activation === "function") return activation;
  if (Object.hasOwn(activations, activation)) return activations[activation];
  throw new UsageError({
    code: "unknown-activation",
    message: `There is no activation "${activation}".`,
    fix: `${didYouMean(activation, activationNames)}There are: ${activationNames.join(", ")}.`,
  });
}

export interface LinearOptions {
  /** Gain of the orthogonal initialization; default 1. */
  readonly gain?: number;
  readonly initializer?: Initializer;
  /** Default true; initialized to 0. */
  readonly bias?: boolean;
}

/** x · W + b on the last axis: [..., in] → [..., out]. */
export function linear(scope: Scope, x: Tensor, outputSize: number, options: LinearOptions = {}): Tensor {
  const { gain = 1, initializer = orthogonalInitializer(gain), bias = true } = options;
  const inputSize = x.shape[x.shape.length - 1];
  if (typeof inputSize !== "number") {
    throw new UsageError({
      code: "dynamic-axis",
      message: `linear: the last axis of ${formatShape(x.shape)} has no fixed size.`,
      fix: "Reshape the input so that its features lie on a last axis of fixed size.",
    });
  }
  const product = matmul(x, scope.parameter("weight", [inputSize, outputSize], initializer));
  return bias ? add(product, scope.parameter("bias", [outputSize], constantInitializer(0))) : product;
}

export interface MlpOptions {
  /** Widths of the hidden layers. */
  readonly hidden: readonly number[];
  /** After every hidden layer; default tanh. */
  readonly activation?: Activation;
  /** Gain of the orthogonal initialization; default √2. */
  readonly gain?: number;
  /** False: uniform in ±1/√in, PyTorch's default, instead of orthogonal; default true. */
  readonly orthogonal?: boolean;
}

/** Hidden layers only: [..., in] → [..., hidden.at(-1)]. Heads add the last linear layer. */
export function mlp(scope: Scope, x: Tensor, options: MlpOptions): Tensor {
  const { hidden, activation = "tanh", gain = Math.SQRT2, orthogonal = true } = options;
  const activate = activationFunction(activation);
  return hidden.reduce(
    (features, size, i) =>
      activate(linear(scope.scope(`layer${i}`), features, size, orthogonal ? { gain } : { initializer: uniformFanIn })),
    x,
  );
}

/** Uniform in ±1/√(inputs), PyTorch's default for linear layers and for kernels [filters, channels, height, width]. */
export const uniformFanIn: Initializer = (shape, random) => {
  const inputs = shape.length === 4 ? shape.slice(1).reduce((product, size) => product * size, 1) : (shape[0] ?? 1);
  return uniformInitializer(1 / Math.sqrt(inputs))(shape, random);
};
