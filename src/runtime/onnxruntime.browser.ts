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
