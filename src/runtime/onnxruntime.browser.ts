import type { InferenceSession } from "onnxruntime-common";
import { env } from "onnxruntime-web/wasm";

export { env, InferenceSession, Tensor } from "onnxruntime-web/wasm";

// More than one thread needs a cross-origin isolated page, which a user's page seldom is.
env.wasm.numThreads = 1;

export const defaultSessionOptions: InferenceSession.SessionOptions = {
  executionProviders: ["wasm"],
  logSeverityLevel: 3,
};

/** WebAssembly computes in memory of its own and leaves tensors that it is given for outputs as they were. */
export const writesGivenTensors = false;

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs tasks one after the other: the WebAssembly runtime suspends in the middle of a call, and another call at that
 * moment corrupts the stack that both share.
 */
export function inTurn<T>(task: () => Promise<T>): Promise<T> {
  const turn = last.then(task);
  last = turn.catch(() => undefined);
  return turn;
}
