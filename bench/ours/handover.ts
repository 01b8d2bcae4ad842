/** What it takes to hand a fragment over from a process and from a thread: median milliseconds of a request and its answer. */
import { type ChildProcess, fork } from "node:child_process";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { median, report, settingsFromCommandLine } from "./report.js";

export interface HandoverSettings {
  /** Numbers (float32) in the fragment. */
  readonly numbers: number;
  readonly repeats: number;
}

const answering = process.env.BENCH_ANSWERING === "1";

if (answering && isMainThread) {
  process.on("message", (numbers: number) => process.send!({ fragment: new Float32Array(numbers) }));
} else if (answering) {
  parentPort!.on("message", (numbers: number) => parentPort!.postMessage({ fragment: new Float32Array(numbers) }));
} else {
  const { numbers, repeats } = settingsFromCommandLine<HandoverSettings>();
  const script = process.argv[1]!;
  const env = { ...process.env, BENCH_ANSWERING: "1" };
  const child: ChildProcess = fork(script, { serialization: "advanced", env });
  const thread = new Worker(script, { env });
  const time = async (ask: (answered: () => void) => void) => {
    const times: number[] = [];
    for (let i = 0; i < repeats + 5; i++) {
      const start = performance.now();
      await new Promise<void>(ask);
      if (i >= 5) times.push(performance.now() - start);
    }
    return median(times);
  };
  const fromProcess = await time((answered) => {
    child.once("message", () => answered());
    child.send(numbers);
  });
  const fromThread = await time((answered) => {
    thread.once("message", () => answered());
    thread.postMessage(numbers);
  });
  report({ numbers, fromProcess, fromThread });
  child.kill();
  await thread.terminate();
}
