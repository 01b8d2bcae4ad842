import * as fs from "node:fs";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RunError, UsageError } from "../errors.js";
import { writeFileAtomic } from "./write-atomic.js";

vi.mock("node:fs", async (importOriginal) => {
  const original = await importOriginal<typeof fs>();
  return { ...original, renameSync: vi.fn(original.renameSync), fsyncSync: vi.fn(original.fsyncSync) };
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "proximal-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function failWith(code: string): () => never {
  return () => {
    throw Object.assign(new Error(code), { code });
  };
}

describe("writeFileAtomic", () => {
  it("writes and replaces a file and leaves nothing beside it", () => {
    const path = join(folder, "state.bin");
    writeFileAtomic(path, Uint8Array.of(1, 2, 3));
    writeFileAtomic(path, "four");
    expect(readFileSync(path, "utf8")).toBe("four");
    expect(readdirSync(folder)).toEqual(["state.bin"]);
  });

  it("forces the bytes to disk before the rename and the folder after it", () => {
    const order: string[] = [];
    const fsync = vi.mocked(fs.fsyncSync).mockImplementation(() => order.push("fsync"));
    const rename = vi.mocked(fs.renameSync).mockImplementation(() => order.push("rename"));
    writeFileAtomic(join(folder, "state.bin"), "x");
    fsync.mockReset();
    rename.mockReset();
    expect(order).toEqual(["fsync", "rename", "fsync"]);
  });

  it.each([
    ["fsync", () => vi.mocked(fs.fsyncSync)],
    ["rename", () => vi.mocked(fs.renameSync)],
  ])("keeps the old file whole when %s fails", (_, operation) => {
    const path = join(folder, "state.bin");
    writeFileAtomic(path, "old");
    operation().mockImplementationOnce(failWith("ENOSPC"));
    expect(() => writeFileAtomic(path, "new")).toThrow(expect.objectContaining({ code: "disk-full" }));
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(readdirSync(folder)).toEqual(["state.bin"]);
  });

  it("removes what killed writers of the same file left, and nothing else", () => {
    const host = encodeURIComponent(hostname());
    // No process has this number: it is above every system's limit.
    const dead = `.state.bin.${host}-99999999-0.partial`;
    const alive = `.state.bin.${host}-${process.ppid}-0.partial`;
    const otherFile = `.other.bin.${host}-99999999-0.partial`;
    const otherMachine = ".state.bin.elsewhere-99999999-0.partial";
    for (const name of [dead, alive, otherFile, otherMachine]) writeFileSync(join(folder, name), "half");
    writeFileAtomic(join(folder, "state.bin"), "whole");
    expect(readdirSync(folder).sort()).toEqual([alive, otherFile, otherMachine, "state.bin"].sort());
  });

  it("refuses a folder that does not exist", () => {
    expect(() => writeFileAtomic(join(folder, "missing", "state.bin"), "x")).toThrow(
      expect.objectContaining({ code: "folder-not-found" }),
    );
  });

  it("refuses a parent that is a file", () => {
    writeFileSync(join(folder, "file"), "");
    expect(() => writeFileAtomic(join(folder, "file", "state.bin"), "x")).toThrow(
      expect.objectContaining({ code: "not-a-folder" }),
    );
  });

  it("refuses a path that is a folder and leaves nothing in its parent", () => {
    mkdirSync(join(folder, "state.bin"));
    expect(() => writeFileAtomic(join(folder, "state.bin"), "x")).toThrow(UsageError);
    expect(readdirSync(folder)).toEqual(["state.bin"]);
  });

  it("tells an input/output error as a RunError with its cause", () => {
    vi.mocked(fs.fsyncSync).mockImplementationOnce(failWith("EIO"));
    try {
      writeFileAtomic(join(folder, "state.bin"), "x");
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(RunError);
      expect((error as RunError).cause).toMatchObject({ code: "EIO" });
    }
  });
});
