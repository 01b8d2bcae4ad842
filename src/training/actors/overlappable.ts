import type { Algorithm } from "../../algorithms/index.js";
import { UsageError } from "../../errors.js";
import { whyNotData } from "../algorithm-identity.js";

/** Throws UsageError `overlap-not-possible` unless an algorithm corrects for stale experience and a process of its own can make it. */
export function requireOverlappable(algorithm: Algorithm): void {
  if (algorithm.importanceCorrected !== true) throw notOverlappable(algorithm);
  const reason = whyNotData(algorithm.name, algorithm.options);
  if (reason === undefined) return;
  throw new UsageError({
    code: "overlap-not-possible",
    message: `Overlapped collection makes the algorithm anew in a process of its own, but this is "${algorithm.name}", ${reason}.`,
    fix: "Use an algorithm of the library with options that are plain data, or collect without overlap.",
  });
}

export function notOverlappable({ name }: Algorithm): UsageError {
  return new UsageError({
    code: "overlap-not-possible",
    message: `"${name}" cannot learn while its next fragment is collected: it takes experience to be the current policy's, or learns between single steps.`,
    fix: "Use an algorithm that corrects by importance ratios (ppo, ppo-kl, ppo-lagrangian, is-pg, surrogate), or collect without overlap.",
  });
}
