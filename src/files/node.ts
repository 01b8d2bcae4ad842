export { fileError } from "./file-error.js";
export { readSnapshotFile, writeSnapshotFile } from "./snapshot-file.node.js";
export { writeFileAtomic } from "./write-atomic.js";
