import { describe, expect, it } from "vitest";
import { RunError, UsageError } from "../errors.js";
import { fileError } from "./file-error.js";

const systemError = (code: string) => Object.assign(new Error(code), { code });

describe("fileError", () => {
  it.each([
    ["EACCES", "permission-denied"],
    ["EPERM", "permission-denied"],
    ["EROFS", "read-only-file-system"],
    ["ENOTDIR", "not-a-folder"],
    ["EISDIR", "not-a-file"],
    ["ENOENT", "folder-not-found"],
  ])("blames the path for %s", (errno, code) => {
    const error = fileError("write", "runs/a/file.bin", systemError(errno));
    expect(error).toBeInstanceOf(UsageError);
    expect(error.code).toBe(code);
    expect(error.message).toContain('"runs/a/file.bin"');
  });

  it.each([
    ["ENOSPC", "disk-full"],
    ["EDQUOT", "disk-full"],
    ["EIO", "file-failed"],
  ])("blames the machine for %s", (errno, code) => {
    const error = fileError("write", "file.bin", systemError(errno));
    expect(error).toBeInstanceOf(RunError);
    expect(error.code).toBe(code);
  });

  it("says that the file is missing when reading and that the folder is missing when writing", () => {
    expect(fileError("read", "a/b", systemError("ENOENT")).message).toBe('Cannot read "a/b": there is no such file.');
    expect(fileError("write", "a/b", systemError("ENOENT")).message).toBe(
      'Cannot write "a/b": the folder "a" does not exist.',
    );
  });
});
