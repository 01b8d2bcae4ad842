export { fileError } from "./file-error.js";
export { readSnapshotFile, writeSnapshotFile } from "./snapshot-file.node.js";
export { syncFolder, writeFileAtomic } from "./write-atomic.js";
