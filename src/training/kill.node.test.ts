import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { train } from "./index.js";
import { contentsOf } from "./testing/contents.js";
import { killedThenResumed, killTask } from "./testing/kill.js";

const folder = mkdtempSync(join(tmpdir(), "proximal-kill-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("a run that is killed at any moment and resumed equals one that never stopped, bit for bit", async () => {
  const whole = join(folder, "whole");
  await train({ ...killTask(), out: whole }).finish();
  const expected = contentsOf(whole);
  const moments = [
    { reported: 1, milliseconds: 0 },
    { reported: 10, milliseconds: 7 },
    { reported: 35, milliseconds: 18 },
  ];
  for (const { reported, milliseconds } of moments) {
    const out = join(folder, `killed at ${reported}`);
    const iteration = await killedThenResumed(out, reported, milliseconds);
    expect(iteration).toBeLessThan(60);
    expect(contentsOf(out)).toEqual(expected);
  }
});
