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
  // at once, in the middle, and late: always while it writes or computes
  for (const milliseconds of [0, 150, 400]) {
    const out = join(folder, `killed after ${milliseconds} ms`);
    const { iteration } = await killedThenResumed(out, milliseconds);
    expect(iteration).toBeLessThan((expected.checkpoint as unknown as { iteration: number }).iteration);
    expect(contentsOf(out)).toEqual(expected);
  }
});
