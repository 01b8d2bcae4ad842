import type { Snapshot } from "../snapshot.js";
import { readFileBytes } from "./read-file.node.js";
import { decodeSnapshot, encodeSnapshot } from "./snapshot-file.js";
import { writeFileAtomic } from "./write-atomic.js";

/**
 * Writes `tree` to `path`, whole or not at all.
 * @throws what `encodeSnapshot` and `writeFileAtomic` throw
 */
export function writeSnapshotFile(path: string, tree: Snapshot): void {
  writeFileAtomic(path, encodeSnapshot(tree));
}

/**
 * The snapshot that `writeSnapshotFile` wrote.
 * @throws UsageError when the file cannot be read, and what `decodeSnapshot` throws
 */
export function readSnapshotFile(path: string): Snapshot {
  return decodeSnapshot(readFileBytes(path), path);
}
