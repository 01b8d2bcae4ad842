import { fork } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { RunError } from "../errors.js";
import type { Job, JobMessage, JobOutcome, JobRequest } from "./job.js";

export interface RunJobOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (steps: number) => void;
  /** What the process printed, line by line, and notices of the training. */
  readonly onOutput: (line: string) => void;
}

/** Trains a job in a process of its own. Throws RunError `worker-missing` only. */
export async function runJob(job: Job, { signal, onProgress, onOutput }: RunJobOptions): Promise<JobOutcome> {
  const { script, execArgv } = workerScript();
  return new Promise((resolve) => {
    const child = fork(script, [], { stdio: ["ignore", "pipe", "pipe", "ipc"], ...(execArgv && { execArgv }) });
    let outcome: JobOutcome | undefined;
    let lastLine = "";
    for (const stream of [child.stdout, child.stderr]) {
      lines(stream, (line) => {
        lastLine = line;
        onOutput(line);
      });
    }
    // A process that has gone needs not be told.
    const tell = (request: JobRequest) => child.connected && child.send(request, () => {});
    const stop = () => tell({ kind: "stop" });
    const end = (result: JobOutcome) => {
      signal.removeEventListener("abort", stop);
      resolve(result);
    };
    child.on("message", (message: JobMessage) => {
      if (message.kind === "progress") onProgress(message.steps);
      else if (message.kind === "notice") onOutput(message.text);
      else outcome = message.outcome;
    });
    child.on("error", (error) => {
      if (child.pid === undefined) end(died(`could not be started: ${error.message}`, ""));
    });
    child.on("close", (code, ending) => {
      const stoppedAlone = outcome?.kind === "stopped" && !signal.aborted;
      if (outcome && !stoppedAlone) end(outcome);
      else end(died(ending ? `was ended by ${ending}` : `ended with code ${code} before its training did`, lastLine));
    });
    tell({ kind: "train", job });
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop);
  });
}

function died(what: string, lastLine: string): JobOutcome {
  return {
    kind: "failed",
    code: "process-died",
    message: `The training's process ${what}${lastLine === "" ? "" : ` (${lastLine})`}.`,
    fix: "Run the comparison again to go on from its last checkpoint; with too little memory, with fewer --jobs.",
  };
}

/** The worker is built beside whatever script this is in; run from the sources, it is one of them. */
function workerScript(): { readonly script: string; readonly execArgv?: string[] } {
  const built = fileURLToPath(new URL("./comparison-worker.js", import.meta.url));
  if (existsSync(built)) return { script: built };
  const source = fileURLToPath(new URL("./worker.node.ts", import.meta.url));
  if (!existsSync(source)) {
    throw new RunError({
      code: "worker-missing",
      message: `There is no ${built}, which trains in a process of its own.`,
      fix: "Leave proximal/node out of your bundle, or copy comparison-worker.js of the package beside it.",
    });
  }
  const tsx = createRequire(import.meta.url).resolve("tsx");
  return {
    script: source,
    execArgv: ["--import", pathToFileURL(tsx).href],
  };
}

function lines(stream: NodeJS.ReadableStream | null, tell: (line: string) => void): void {
  let rest = "";
  stream?.setEncoding("utf8");
  stream?.on("data", (text: string) => {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    for (const line of parts) tell(line);
  });
  stream?.on("end", () => {
    if (rest !== "") tell(rest);
  });
}
