import { dirname } from "node:path";
import { type FailureDescription, type ProximalError, RunError, UsageError } from "../errors.js";

interface Explanation {
  readonly code: string;
  readonly reason: string;
  readonly fix: string;
}

/** What the user got wrong about the path, by the operating system's error code. */
function explainPath(errno: string | undefined, doing: "read" | "write", path: string): Explanation | undefined {
  switch (errno) {
    case "EACCES":
    case "EPERM":
      return {
        code: "permission-denied",
        reason: "permission denied",
        fix: `Give this user permission to ${doing} there, or choose another path.`,
      };
    case "EROFS":
      return {
        code: "read-only-file-system",
        reason: "the file system is read-only",
        fix: "Choose a path on a writable file system.",
      };
    case "ENOTDIR":
      return {
        code: "not-a-folder",
        reason: `a part of "${dirname(path)}" is a file, not a folder`,
        fix: "Choose a path whose parent is a folder.",
      };
    case "EISDIR":
    case "ENOTEMPTY":
    case "EEXIST":
      return { code: "not-a-file", reason: "it is a folder", fix: "Name a file instead." };
    case "ENOENT":
      return doing === "read"
        ? { code: "file-not-found", reason: "there is no such file", fix: "Check the path." }
        : {
            code: "folder-not-found",
            reason: `the folder "${dirname(path)}" does not exist`,
            fix: "Create the folder first, or choose another path.",
          };
    default:
      return undefined;
  }
}

function explainMachine(errno: string | undefined): Explanation {
  return errno === "ENOSPC" || errno === "EDQUOT"
    ? { code: "disk-full", reason: "no space is left on the device", fix: "Free some space and resume." }
    : {
        code: "file-failed",
        reason: `the operating system reports ${errno ?? "an unknown error"}`,
        fix: "Check the disk and the path.",
      };
}

/** Turns an operating system's error about `path` into a UsageError (the path is wrong) or a RunError (the machine failed). */
export function fileError(doing: "read" | "write", path: string, cause: unknown): ProximalError {
  const errno = (cause as NodeJS.ErrnoException | undefined)?.code;
  const pathExplanation = explainPath(errno, doing, path);
  const { code, reason, fix } = pathExplanation ?? explainMachine(errno);
  const description: FailureDescription = { code, message: `Cannot ${doing} "${path}": ${reason}.`, fix, cause };
  return pathExplanation ? new UsageError(description) : new RunError(description);
}
