import * as fs from "node:fs";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openAppendFile } from "./append-file.js";

vi.mock("node:fs", async (importOriginal) => {
  const original = await importOriginal<typeof fs>();
  return { ...original, writeFileSync: vi.fn(original.writeFileSync), fsyncSync: vi.fn(original.fsyncSync) };
});

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "proximal-"));
  path = join(folder, "log");
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("openAppendFile", () => {
  it("counts bytes, not characters", () => {
    const file = openAppendFile(path);
    file.append("µ\n");
    file.append(Uint8Array.of(1, 2));
    file.close();
    expect(file.length).toBe(5);
    expect(readFileSync(path)).toHaveLength(5);
  });

  it("removes everything after the byte it resumes from", () => {
    writeFileSync(path, "abcdef");
    const file = openAppendFile(path, { resumeFrom: 2 });
    file.append("XY");
    file.close();
    expect(readFileSync(path, "utf8")).toBe("abXY");
  });

  it("refuses a file shorter than the checkpoint and names both lengths", () => {
    writeFileSync(path, "abc");
    expect(() => openAppendFile(path, { resumeFrom: 5 })).toThrow(
      `"${path}" has 3 bytes, and the checkpoint was taken when it had 5 bytes.`,
    );
    expect(readFileSync(path, "utf8")).toBe("abc");
  });

  it("refuses to resume a file that is gone, without creating it", () => {
    expect(() => openAppendFile(path, { resumeFrom: 0 })).toThrow(
      expect.objectContaining({ code: "metrics-file-shorter" }),
    );
    expect(existsSync(path)).toBe(false);
  });

  it("refuses a file that another run filled, unless told to overwrite it", () => {
    writeFileSync(path, "abc");
    expect(() => openAppendFile(path)).toThrow(expect.objectContaining({ code: "file-exists" }));
    expect(readFileSync(path, "utf8")).toBe("abc");
    openAppendFile(path, { overwrite: true }).close();
    expect(readFileSync(path, "utf8")).toBe("");
  });

  it("takes half a record back when the disk is full", () => {
    const file = openAppendFile(path);
    file.append("whole\n");
    vi.mocked(fs.writeFileSync).mockImplementationOnce((descriptor) => {
      fs.writeSync(descriptor as number, "ha");
      throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC" });
    });
    expect(() => file.append("half\n")).toThrow(expect.objectContaining({ code: "disk-full" }));
    expect(file.length).toBe(6);
    file.append("next\n");
    file.close();
    expect(readFileSync(path, "utf8")).toBe("whole\nnext\n");
  });

  it("forces bytes to disk when synced", () => {
    const file = openAppendFile(path);
    file.append("x");
    const before = vi.mocked(fs.fsyncSync).mock.calls.length;
    file.sync();
    expect(vi.mocked(fs.fsyncSync).mock.calls.length).toBe(before + 1);
    file.close();
  });

  it("refuses records after closing and may be closed twice", () => {
    const file = openAppendFile(path);
    file.close();
    file.close();
    expect(() => file.append("x")).toThrow(expect.objectContaining({ code: "metrics-closed" }));
  });

  it("says when the folder is missing", () => {
    expect(() => openAppendFile(join(folder, "missing", "log"))).toThrow(
      expect.objectContaining({ code: "folder-not-found" }),
    );
  });
});
