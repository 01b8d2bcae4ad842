import { UsageError } from "../../errors.js";
import type { Tensor } from "../tensor.js";
import { cast } from "./cast.js";
import { equal } from "./comparison.js";
import { constant } from "./constant.js";
import { requireType } from "./require-type.js";
import { reshape } from "./reshape.js";

/** A float32 row of `size` numbers per int32 index, 1 at the index and 0 elsewhere: [...indices, size]. An index outside gives zeros only. */
export function oneHot(indices: Tensor, size: number): Tensor {
  requireType("oneHot", [indices], "int32");
  if (!Number.isInteger(size) || size < 1) {
    throw new UsageError({
      code: "invalid-option",
      message: `oneHot: the size is ${size}.`,
      fix: "Give the number of categories, at least 1.",
    });
  }
  const categories = constant(
    Int32Array.from({ length: size }, (_, i) => i),
    [size],
    "int32",
  );
  return cast(equal(reshape(indices, [...indices.shape, 1]), categories), "float32");
}
