import { UsageError } from "../../errors.js";
import type { DataType, Tensor } from "../tensor.js";

/** Throws unless every input has one of the given types. */
export function requireType(operation: string, inputs: readonly Tensor[], ...allowed: readonly DataType[]): void {
  for (const { dataType } of inputs) {
    if (!allowed.includes(dataType)) {
      throw new UsageError({
        code: "data-type-mismatch",
        message: `${operation}: an input is ${dataType}, but only ${allowed.join(" and ")} can be used.`,
        fix: "Convert it with cast().",
      });
    }
  }
}
