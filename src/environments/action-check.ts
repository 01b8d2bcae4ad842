import { RunError, UsageError } from "../errors.js";
import { actionSizeOf, choicesOf, describeSpace } from "../spaces/index.js";
import type { EnvironmentMetadata } from "./environment.js";
import { findNonFinite } from "./failures.js";

/**
 * A function that throws unless a batch of actions has the right type and length and every action exists: UsageError
 * `invalid-action`, or RunError `non-finite-action` for NaN and infinities (a policy that diverged). Bounds of a Box are
 * the environment's own business, as in Gymnasium.
 */
export function createActionCheck(
  { id, actionSpace }: EnvironmentMetadata,
  count: number,
): (actions: Int32Array | Float32Array) => void {
  const size = actionSizeOf(actionSpace);
  const length = count * size;
  const isBox = actionSpace.kind === "box";
  const expectedType = isBox ? Float32Array : Int32Array;
  const limits = limitsOf();

  function limitsOf(): Int32Array {
    if (actionSpace.kind === "multi-discrete") return Int32Array.from(actionSpace.nvec);
    return new Int32Array(size).fill(actionSpace.kind === "multi-binary" ? 2 : choicesOf(actionSpace));
  }

  function fail(index: number, value: number): never {
    const place = `copy ${Math.floor(index / size)} of environment "${id}"${size > 1 ? `, element ${index % size}` : ""}`;
    if (isBox) {
      throw new RunError({
        code: "non-finite-action",
        message: `The action for ${place} is ${value}.`,
        fix: "The policy has diverged: lower the learning rate, or look at the last reported losses and gradient norms.",
      });
    }
    throw new UsageError({
      code: "invalid-action",
      message: `The action for ${place} is ${value}, but the choices are 0 to ${limits[index % size]! - 1}.`,
      fix: "Actions of a batch count from 0, whatever the space's start.",
    });
  }

  function checkBox(actions: Float32Array): void {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += actions[i]!;
    if (Number.isFinite(sum)) return;
    const index = findNonFinite(actions, 0, length);
    fail(index, actions[index]!);
  }

  function checkChoices(actions: Int32Array): void {
    if (size === 1) {
      const limit = limits[0]!;
      for (let i = 0; i < length; i++) if (actions[i]! >>> 0 >= limit) fail(i, actions[i]!);
      return;
    }
    for (let i = 0; i < length; i++) if (actions[i]! >>> 0 >= limits[i % size]!) fail(i, actions[i]!);
  }

  return (actions) => {
    if (!(actions instanceof expectedType) || actions.length !== length) {
      throw new UsageError({
        code: "invalid-action",
        message: `Environment "${id}" (${describeSpace(actionSpace)}) takes ${expectedType.name} actions of length ${length} for ${count} copies, but got ${(actions as object)?.constructor?.name ?? String(actions)} of length ${actions?.length}.`,
        fix: `Pass a new ${expectedType.name}(${length}).`,
      });
    }
    if (isBox) checkBox(actions as Float32Array);
    else checkChoices(actions as Int32Array);
  };
}
