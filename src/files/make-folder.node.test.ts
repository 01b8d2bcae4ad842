import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeFolder } from "./make-folder.js";

describe("makeFolder", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "proximal-"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it("makes the folders on the way as well, and leaves an existing one alone", () => {
    const folder = join(root, "a", "b", "c");
    makeFolder(folder);
    writeFileSync(join(folder, "file"), "kept");
    makeFolder(folder);
    expect(existsSync(join(folder, "file"))).toBe(true);
  });

  it("names a path on which a file is in the way", () => {
    writeFileSync(join(root, "file"), "");
    expect(() => makeFolder(join(root, "file", "folder"))).toThrow(join(root, "file", "folder"));
  });

  it.runIf(existsSync("/proc/self"))("refuses a place where no folder can be made", () => {
    expect(() => makeFolder("/proc/proximal/run")).toThrow("/proc/proximal/run");
  });
});
