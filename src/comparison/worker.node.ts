import type { JobMessage, JobRequest } from "./job.js";
import { trainJob } from "./train-job.node.js";

// The process of one training: it is told what to train by the comparison that started it, and ends with it.
const stop = new AbortController();
// Ctrl-C in a terminal reaches every process of the command.
for (const name of ["SIGINT", "SIGTERM"]) process.on(name, () => stop.abort());
// What it has not saved by then is trained again, exactly as it was.
process.on("disconnect", () => process.exit(1));
process.on("message", async (request: JobRequest) => {
  if (request.kind === "stop") {
    stop.abort();
    return;
  }
  let told = 0;
  const outcome = await trainJob(request.job, {
    signal: stop.signal,
    onProgress: (steps) => {
      if (performance.now() - told < MILLISECONDS_BETWEEN) return;
      told = performance.now();
      tell({ kind: "progress", steps });
    },
    onNotice: (text) => tell({ kind: "notice", text }),
  });
  tell({ kind: "outcome", outcome }, () => process.exit(0));
});

const MILLISECONDS_BETWEEN = 100;

function tell(message: JobMessage, sent: () => void = () => {}): void {
  process.send?.(message, sent);
}
