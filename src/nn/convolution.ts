import { add, type Pair, reshape, type Tensor, conv2d as tensorConv2d, transpose } from "../tensor/index.js";
import { constantInitializer, orthogonalInitializer } from "./initializers.js";
import { type Activation, activationFunction, type LinearOptions, uniformFanIn } from "./layers.js";
import type { Scope } from "./parameters.js";

/** One convolution, as in `{ filters: 32, kernel: 8, stride: 4 }`. */
export interface Convolution {
  readonly filters: number;
  /** Pixels that a filter sees: of a square, or [vertical, horizontal]. */
  readonly kernel: number | Pair;
  /** Steps of the kernel over the image; default 1. */
  readonly stride?: number | Pair;
  /** Zeros around the image; default 0. */
  readonly padding?: number;
}

/** The convolutions of Mnih et al. (2015), "Human-level control through deep reinforcement learning": images from 36 × 36 on. */
export const natureConvolutions: readonly Convolution[] = [
  { filters: 32, kernel: 8, stride: 4 },
  { filters: 64, kernel: 4, stride: 2 },
  { filters: 64, kernel: 3, stride: 1 },
];

/**
 * Convolves images [batch, channels, height, width] and adds a bias per filter: [batch, filters, height', width'].
 * Throws a UsageError if the kernel does not fit.
 */
export function conv2d(
  scope: Scope,
  x: Tensor,
  { filters, kernel, stride = 1, padding = 0 }: Convolution,
  { gain = 1, initializer = orthogonalInitializer(gain), bias = true }: LinearOptions = {},
): Tensor {
  const size = typeof kernel === "number" ? [kernel, kernel] : kernel;
  const weight = scope.parameter("weight", [filters, x.shape[1] as number, ...size], initializer);
  const product = tensorConv2d(x, weight, { strides: stride, padding });
  if (!bias) return product;
  return add(product, reshape(scope.parameter("bias", [filters], constantInitializer(0)), [filters, 1, 1]));
}

export interface CnnOptions {
  readonly convolutions: readonly Convolution[];
  /** After every convolution; default relu. */
  readonly activation?: Activation;
  /** Where the channels are: [batch, height, width, channels] ("last", the default) or [batch, channels, height, width]. */
  readonly channels?: "last" | "first";
  /** Gain of the orthogonal initialization; default √2. */
  readonly gain?: number;
  /** False: uniform in ±1/√(inputs of a filter) instead of orthogonal; default true. */
  readonly orthogonal?: boolean;
}

/** Convolutions one after the other; their result is flattened: [batch, features]. */
export function cnn(scope: Scope, image: Tensor, options: CnnOptions): Tensor {
  const { convolutions, activation = "relu", channels = "last", gain = Math.SQRT2, orthogonal = true } = options;
  const activate = activationFunction(activation);
  const first = channels === "last" ? transpose(image, [0, 3, 1, 2]) : image;
  const initialization = orthogonal ? { gain } : { initializer: uniformFanIn };
  const result = convolutions.reduce(
    (x, convolution, i) => activate(conv2d(scope.scope(`convolution${i}`), x, convolution, initialization)),
    first,
  );
  const size = result.shape.slice(1).reduce<number>((product, dimension) => product * (dimension as number), 1);
  return reshape(result, [result.shape[0]!, size]);
}
