import { UsageError } from "../errors.js";
import { type Network, sequenceLengthOf } from "../policies/index.js";

interface Collected {
  readonly nSteps: number;
  readonly network: Network;
}

/**
 * Throws UsageError `indivisible-sequences` if a network has a memory, and its sequences divide nSteps or `batchSize` (null:
 * the whole fragment) not evenly.
 */
export function requireSequences(what: string, { nSteps, network }: Collected, batchSize: number | null = null): void {
  const length = sequenceLengthOf(network);
  if (length === undefined) return;
  const numbers = { nSteps, ...(batchSize !== null && { batchSize }) };
  for (const [option, value] of Object.entries(numbers)) {
    if (value % length === 0) continue;
    throw new UsageError({
      code: "indivisible-sequences",
      message: `${what}: ${option} ${value} cannot be cut into sequences of ${length} steps (network.memory.sequenceLength).`,
      fix: `Use a multiple of ${length} for ${option}, or a sequenceLength that divides ${Object.keys(numbers).join(" and ")}, for example ${sharedDivisor(Object.values(numbers), length)}.`,
    });
  }
}

/** The largest number up to `most` that divides all. */
function sharedDivisor(numbers: readonly number[], most: number): number {
  for (let divisor = most; divisor > 1; divisor--) if (numbers.every((n) => n % divisor === 0)) return divisor;
  return 1;
}
