export { fileError } from "./file-error.js";
export { type LockOwner, lockHolder, takeLock } from "./lock-file.node.js";
export { makeFolder } from "./make-folder.js";
export { ownScript } from "./own-script.node.js";
export { readFileBytes } from "./read-file.node.js";
export { readSnapshotFile, writeSnapshotFile } from "./snapshot-file.node.js";
export { syncFolder, writeFileAtomic } from "./write-atomic.js";
