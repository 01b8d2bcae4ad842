import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { RunError, UsageError } from "../../errors.js";
import { fileError, syncFolder } from "../../files/node.js";

export interface AppendFileOptions {
  /** Go on at this byte: whatever was written after it is removed first. */
  readonly resumeFrom?: number | undefined;
  /** Empty a file that exists already instead of refusing it. */
  readonly overwrite?: boolean | undefined;
}

/** A file that only grows, and whose length is the place to resume from. */
export interface AppendFile {
  /** Bytes so far. */
  readonly length: number;
  append(data: Uint8Array | string): void;
  /** Forces everything appended so far to disk. */
  sync(): void;
  close(): void;
}

/**
 * @throws UsageError when the file exists (`file-exists`), when it is shorter than `resumeFrom` (`metrics-file-shorter`),
 * or when it cannot be written; RunError when the disk fails
 */
export function openAppendFile(path: string, { resumeFrom, overwrite }: AppendFileOptions = {}): AppendFile {
  const guard = <T>(operation: () => T): T => {
    try {
      return operation();
    } catch (cause) {
      throw fileError("write", path, cause);
    }
  };
  const existing = guard(() => statSync(path, { throwIfNoEntry: false })?.size);
  if (resumeFrom !== undefined) checkLength(path, existing, resumeFrom);
  else if (existing && !overwrite) throw alreadyExists(path);

  let length = resumeFrom ?? 0;
  const descriptor = guard(() => openSync(path, "a"));
  guard(() => {
    if (fstatSync(descriptor).size !== length) ftruncateSync(descriptor, length);
    if (existing === undefined) syncFolder(dirname(path));
  });
  let open = true;

  return {
    get length() {
      return length;
    },
    append(data) {
      if (!open) {
        throw new RunError({
          code: "metrics-closed",
          message: `A record was written to "${path}" after it was closed.`,
          fix: "Close sinks after the last record.",
        });
      }
      guard(() => {
        try {
          writeFileSync(descriptor, data);
        } catch (error) {
          // A full disk may have taken half of the record.
          ftruncateSync(descriptor, length);
          throw error;
        }
      });
      length += Buffer.byteLength(data);
    },
    sync() {
      if (open) guard(() => fsyncSync(descriptor));
    },
    close() {
      if (open) guard(() => closeSync(descriptor));
      open = false;
    },
  };
}

function checkLength(path: string, existing: number | undefined, resumeFrom: number): void {
  if (existing !== undefined && existing >= resumeFrom) return;
  const found = existing === undefined ? "does not exist" : `has ${existing} bytes`;
  throw new UsageError({
    code: "metrics-file-shorter",
    message: `"${path}" ${found}, and the checkpoint was taken when it had ${resumeFrom} bytes.`,
    fix: "Restore the file, or start new metrics files.",
  });
}

function alreadyExists(path: string): UsageError {
  return new UsageError({
    code: "file-exists",
    message: `"${path}" already holds another run's metrics.`,
    fix: "Choose another path, resume that run, or pass overwrite: true.",
  });
}
