// Kills a training with SIGKILL at 20 random moments and resumes it: every time it must end as if it had never stopped.
// Run: npx tsx bench/kill-resume.ts [times]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { train } from "../src/training/index.js";
import { contentsOf } from "../src/training/testing/contents.js";
import { killedThenResumed, killTask } from "../src/training/testing/kill.js";

const times = Number(process.argv[2] ?? 20);
const folder = mkdtempSync(join(tmpdir(), "proximal-kill-"));
try {
  const whole = join(folder, "whole");
  const started = performance.now();
  await train({ ...killTask(), out: whole }).finish();
  const duration = performance.now() - started;
  const expected = contentsOf(whole);
  let identical = 0;
  for (let i = 0; i < times; i++) {
    const out = join(folder, String(i));
    const milliseconds = Math.round(Math.random() * duration * 0.6);
    const { iteration } = await killedThenResumed(out, milliseconds);
    const same = isDeepStrictEqual(contentsOf(out), expected);
    if (same) identical++;
    console.log(
      `killed after ${milliseconds} ms, resumed at iteration ${iteration}: ${same ? "identical" : "DIFFERENT"}`,
    );
  }
  console.log(`${identical} of ${times} identical`);
  process.exitCode = identical === times ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
