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
  await train({ ...killTask(), out: whole }).finish();
  const expected = contentsOf(whole);
  let identical = 0;
  for (let i = 0; i < times; i++) {
    const out = join(folder, String(i));
    const reported = 1 + Math.floor(Math.random() * 50);
    const milliseconds = Math.random() * 30;
    const iteration = await killedThenResumed(out, reported, milliseconds);
    const same = isDeepStrictEqual(contentsOf(out), expected);
    if (same) identical++;
    const moment = `${milliseconds.toFixed(0)} ms after iteration ${reported}`;
    console.log(`killed ${moment}, resumed at ${iteration}: ${same ? "identical" : "DIFFERENT"}`);
  }
  console.log(`${identical} of ${times} identical`);
  process.exitCode = identical === times ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
