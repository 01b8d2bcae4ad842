import { UsageError } from "../errors.js";
import { type Convolution, cnn, natureConvolutions, type Scope } from "../nn/index.js";
import { type Box, describeSpace, isImage, partsOf, type Space, type SpacePart } from "../spaces/index.js";
import { concat, constant, mul, reshape, slice, sub, type Tensor, type TensorLike } from "../tensor/index.js";
import type { NetworkOptions } from "./networks.js";

/** The shortest side of an image that the Nature network's kernels fit into. */
const SHORTEST_SIDE = 36;

/** A part of the observation, and its convolutions if it has some. */
export interface NetworkPart extends SpacePart {
  readonly convolutions?: readonly Convolution[];
}

type ImageOptions = Pick<NetworkOptions, "convolutions" | "channels">;

/**
 * The parts of an observation, and which of them are convolved: all Boxes of rank 3 if convolutions are given; otherwise images that are
 * large enough for the Nature network, by it. Throws a UsageError where that is impossible or ambiguous.
 */
export function networkParts(space: Space, { convolutions, channels }: ImageOptions): readonly NetworkPart[] {
  const parts = partsOf(space);
  if (convolutions === undefined) return automatic(parts, channels);
  const layers = convolutions === "nature" ? natureConvolutions : convolutions;
  const images = parts.filter(({ shape }) => shape.length === 3);
  if (images.length === 0 && layers.length > 0) {
    throw new UsageError({
      code: "unused-option",
      message: `The option network.convolutions is for images, but the observation space is ${describeSpace(space)}.`,
      fix: "Leave convolutions out, or give images as boxes of shape [height, width, channels].",
    });
  }
  return layers.length === 0
    ? parts
    : parts.map((part) => (images.includes(part) ? { ...part, convolutions: layers } : part));
}

function automatic(parts: readonly SpacePart[], channels: ImageOptions["channels"]): readonly NetworkPart[] {
  const images = parts.filter(({ space }) => isImage(space));
  const isLarge = ([height, width]: readonly number[]) => height! >= SHORTEST_SIDE && width! >= SHORTEST_SIDE;
  const ambiguous = images.find(({ shape }) => channels === undefined && !isLarge(shape) && isLarge(shape.slice(1)));
  if (ambiguous) {
    throw new UsageError({
      code: "ambiguous-image",
      message: `An observation of shape [${ambiguous.shape.join(", ")}] looks like an image whose channels come first.`,
      fix: 'Set network: { channels: "first" } if they do; for no convolutions, network: { convolutions: [] }.',
    });
  }
  const sides = (shape: readonly number[]) => (channels === "first" ? shape.slice(1) : shape);
  return parts.map((part) =>
    images.includes(part) && isLarge(sides(part.shape)) ? { ...part, convolutions: natureConvolutions } : part,
  );
}

export interface ImageFeatureOptions {
  readonly channels: "last" | "first";
  readonly orthogonal: boolean;
  readonly activation: NonNullable<NetworkOptions["activation"]>;
}

/**
 * The observation [batch, observationSize] as the hidden layers take it: pixels scaled to [0, 1] by their bounds,
 * convolved parts replaced by their features, the rest as it is, all side by side.
 */
export function imageFeatures(
  scope: Scope,
  observation: Tensor,
  parts: readonly NetworkPart[],
  options: ImageFeatureOptions,
): Tensor {
  if (!parts.some(({ space, convolutions }) => isImage(space) || convolutions)) return observation;
  const features = parts.map(({ path, space, offset, size, shape, convolutions }) => {
    const flat = slice(observation, 1, offset, offset + size);
    const scaled = isImage(space) ? scaledPixels(flat, space) : flat;
    if (!convolutions) return scaled;
    const image = reshape(scaled, [flat.shape[0]!, ...shape]);
    const inner = path.reduce((outer, key) => outer.scope(key), scope);
    return cnn(inner, image, { ...options, convolutions });
  });
  return concat(features, 1);
}

/** (x − low) / (high − low); what cannot vary is 0. */
function scaledPixels(pixels: Tensor, { low, high }: Box): Tensor {
  const range = high.map((most, i) => (most > low[i]! ? 1 / (most - low[i]!) : 1));
  return mul(sub(pixels, shortened(low)), shortened(range));
}

/** One number where all are equal: images would otherwise carry thousands. */
function shortened(values: Float32Array): TensorLike {
  const first = values[0]!;
  return values.every((value) => value === first) ? first : constant(values);
}
