import type { InferenceSession } from "onnxruntime-common";

export { env, InferenceSession, Tensor } from "onnxruntime-node";

// ONNX Runtime would queue usage events for its makers; it asks this when the first session is created.
process.env.ORT_DISABLE_TELEMETRY ??= "1";

/**
 * One thread and no spinning: learners of this size gain nothing from a second thread, and a spinning one costs a core.
 * Whole-graph optimization, because a session is created once and run millions of times.
 */
export const defaultSessionOptions: InferenceSession.SessionOptions = {
  executionProviders: ["cpu"],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: "sequential",
  graphOptimizationLevel: "all",
  logSeverityLevel: 3,
  extra: { session: { intra_op: { allow_spinning: "0" } } },
};

/** `run` writes into the tensors that it is given for outputs. */
export const writesGivenTensors = true;

/** Native calls run whole before the next one begins, so nothing has to wait its turn. */
export const inTurn = <T>(task: () => Promise<T>): Promise<T> => task();
