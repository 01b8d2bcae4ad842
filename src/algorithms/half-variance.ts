/**
 * The variance of a gradient that is the mean of n samples, summed over its components, from the norms of the gradients of
 * its first n₁ and its last n₂ samples: n₁n₂/n²·‖g₁ − g₂‖², whose expectation it is if samples are independent. Norms are
 * enough because g = (n₁g₁ + n₂g₂)/n, so that ‖g₁ − g₂‖² follows from ‖g‖, ‖g₁‖ and ‖g₂‖.
 */
export function varianceOfHalves(norm: number, first: number, second: number, share: number): number {
  // a‖g₁‖² + b‖g₂‖² − ‖g‖² = ab·‖g₁ − g₂‖², with a = n₁/n and b = 1 − a
  return Math.max(0, share * first ** 2 + (1 - share) * second ** 2 - norm ** 2);
}
