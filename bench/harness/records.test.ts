import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { recorded } from "./records.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "records-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("recorded", () => {
  it("measures once for each key, whatever process asks", async () => {
    let measured = 0;
    const measure = (seed: number) => recorded("test", { seed, left: undefined }, async () => ++measured, folder);
    expect([await measure(1), await measure(2), await measure(1)]).toEqual([1, 2, 1]);
  });

  it("keeps nothing of a measurement that fails", async () => {
    const failing = recorded("test", {}, () => Promise.reject(new Error("broken")), folder);
    await expect(failing).rejects.toThrow("broken");
    expect(await recorded("test", {}, async () => "whole", folder)).toBe("whole");
  });
});
