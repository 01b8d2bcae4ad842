import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { TrainingRun } from "../training/index.js";
import { Interrupted } from "./failure.js";
import { interruptible } from "./interruption.js";
import { superviseRun } from "./supervise-run.js";
import { temporaryFolder } from "./testing/run-command.js";

describe("a run that has ended", () => {
  const out = join(temporaryFolder(), "my run");

  it("and is interrupted while it is evaluated ends at once, and says where it is saved", async () => {
    let written = "";
    const stream = {
      write: (text: string) => {
        written += text;
        return true;
      },
    } as NodeJS.WritableStream;
    const run = {
      async *[Symbol.asyncIterator]() {},
      policy: { save: async () => {} },
      stepsDone: 256,
      evaluate: () => {
        // Ctrl-C as this process's own listener hears it, and nobody else's.
        setImmediate(() => process.listeners("SIGINT").at(-1)?.("SIGINT"));
        return new Promise(() => {});
      },
    } as unknown as TrainingRun;
    const streams = { stdout: stream, stderr: stream };
    const running = interruptible(stream, (interruption) =>
      superviseRun({ run, out, seed: 1, flags: { quiet: true }, streams, interruption }),
    );
    await expect(running).rejects.toBeInstanceOf(Interrupted);
    await expect(running).rejects.toMatchObject({
      exitCode: 130,
      message: `Stopped after 256 steps; the run is saved in ${out}.`,
      fix: `Go on with: npx proximal resume "${out}"`,
    });
    expect(written).toBe("");
  });
});
