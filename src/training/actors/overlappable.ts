import type { Algorithm } from "../../algorithms/index.js";
import { UsageError } from "../../errors.js";
import { whyNotData } from "../algorithm-identity.js";

/** Throws UsageError `overlap-not-possible` unless an algorithm corrects for stale experience and a process of its own can make it. */
export function requireOverlappable(algorithm: Algorithm): void {
  const refuse = (message: string, fix: string): never => {
    throw new UsageError({ code: "overlap-not-possible", message, fix });
  };
  if (algorithm.importanceCorrected !== true) {
    refuse(
      `"${algorithm.name}" takes its experience to be the current policy's, but overlapped collection is one update behind.`,
      "Use an algorithm that corrects by importance ratios (ppo, ppo-kl, ppo-lagrangian, is-pg, surrogate), or collect without overlap.",
    );
  }
  const reason = whyNotData(algorithm.name, algorithm.options);
  if (reason !== undefined) {
    refuse(
      `Overlapped collection makes the algorithm anew in a process of its own, but this is "${algorithm.name}", ${reason}.`,
      "Use an algorithm of the library with options that are plain data, or collect without overlap.",
    );
  }
}
