import { readFileSync } from "node:fs";
import { fileError } from "./file-error.js";

/**
 * The bytes of a file.
 * @throws UsageError when it cannot be read
 */
export function readFileBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw fileError("read", path, cause);
  }
}
