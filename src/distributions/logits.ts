import { log, maximum, neg, sub, type Tensor, where } from "../tensor/index.js";

/** Logit of a forbidden choice: its probability is exactly 0 in float32, and 0 · log 0 stays 0. */
const FORBIDDEN = -1e8;

/** Uniform noise has 24 bits, so it can be 0; an allowed choice would then score −∞, less than a forbidden one. */
const SMALLEST_UNIFORM = 2 ** -25;

/** The logits where `mask` (bool, of the same shape) allows the choice. Forbidden ones get no gradient. */
export function maskedLogits(logits: Tensor, mask: Tensor | undefined): Tensor {
  return mask ? where(mask, logits, FORBIDDEN) : logits;
}

/** logits + G, G = −log(−log U): the largest is a sample of the softmax (the Gumbel-max trick). `noise`: uniform in [0, 1). */
export function gumbelScores(logits: Tensor, noise: Tensor): Tensor {
  return sub(logits, log(neg(log(maximum(noise, SMALLEST_UNIFORM)))));
}
