import { mkdtempSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readSnapshotFile, writeSnapshotFile } from "./snapshot-file.node.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "proximal-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("snapshot files", () => {
  it("read back what was written", () => {
    const path = join(folder, "state.safetensors");
    const tree = { parameters: Float32Array.of(1, -0, Number.NaN), steps: 12, generator: [1, 2, 3] };
    writeSnapshotFile(path, tree);
    expect(readSnapshotFile(path)).toEqual(tree);
  });

  it("name their path when they are missing or cut off", () => {
    const path = join(folder, "state.safetensors");
    expect(() => readSnapshotFile(path)).toThrow(expect.objectContaining({ code: "file-not-found" }));
    writeSnapshotFile(path, { steps: 12 });
    truncateSync(path, 130);
    expect(() => readSnapshotFile(path)).toThrow(path);
    expect(() => readSnapshotFile(path)).toThrow(expect.objectContaining({ code: "checkpoint-truncated" }));
  });
});
