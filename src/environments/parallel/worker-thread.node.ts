import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import { ownScript } from "../../files/node.js";
import { createBriefLook } from "./brief-look.js";
import {
  ANSWERED,
  type Answer,
  ASKED,
  CONTROL_WORDS,
  DONE,
  DONE_AND_TOLD,
  FAILED,
  MESSAGE,
  OUTCOME,
  REQUESTED,
  RUNNING,
  receiveError,
  STEP,
} from "./protocol.js";
import type { Stepper } from "./stepper.js";
import type { ThreadData } from "./thread.node.js";
import { createWaiter } from "./wait-for-change.js";

/**
 * Starts a thread that steps environments. Its owner sleeps while it waits for a reply, so its event loop stands still as
 * it does when it steps environments itself. The thread may be stopped at any moment: no ONNX Runtime computes in it.
 * `looks`: whether both look for each other's words before they sleep.
 */
export function startThread(looks: boolean): Stepper {
  const buffer = new SharedArrayBuffer(4 * CONTROL_WORDS);
  const control = new Int32Array(buffer);
  control[RUNNING] = -1;
  const waitForAnswer = createWaiter(control, ANSWERED, looks ? createBriefLook() : undefined);
  const { port1: port, port2 } = new MessageChannel();
  const worker = new Worker(ownScript("environment-thread"), {
    workerData: { control: buffer, port: port2, looks } satisfies ThreadData,
    transferList: [port2],
    // what the process was started with (a debugger, a test runner) is not meant for it
    execArgv: [],
  });
  // A forgotten thread keeps no process alive.
  worker.unref();
  port.unref();
  // An exception outside of any request: what matters is that the thread ends, which the next reply tells.
  worker.on("error", () => {});
  const ended = new Promise<void>((resolve) => {
    worker.once("exit", () => {
      port.close();
      resolve();
    });
  });

  function request(asked: number): void {
    control[ASKED] = asked;
    Atomics.add(control, REQUESTED, 1);
    Atomics.notify(control, REQUESTED);
  }

  return {
    ended,
    get running() {
      return Atomics.load(control, RUNNING);
    },
    step: () => request(STEP),
    ask(message) {
      port.postMessage(message);
      request(MESSAGE);
    },
    reply(milliseconds) {
      const answered = Atomics.load(control, REQUESTED) - 1;
      if (!waitForAnswer(answered, milliseconds)) return { kind: "hung" };
      const outcome = control[OUTCOME];
      if (outcome === DONE && control[ASKED] === STEP) return { kind: "done", result: undefined };
      if (outcome !== DONE && outcome !== DONE_AND_TOLD && outcome !== FAILED) return { kind: "ended" };
      const answer = receiveMessageOnPort(port)!.message as Answer;
      if ("error" in answer) return { kind: "failed", error: receiveError(answer.error) };
      return { kind: "done", result: answer.result };
    },
    stop() {
      void worker.terminate();
    },
  };
}
