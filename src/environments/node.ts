/** What of environments needs Node: definitions in modules of their own, and copies in threads of their own. */
export { type ImportedEnvironment, loadEnvironmentModule } from "./load-module.node.js";
export { findSource, sourceOf } from "./parallel/find-source.node.js";
export type { EnvironmentSource } from "./parallel/protocol.js";
export { receiveError, type SentError, sendError } from "./parallel/protocol.js";
export { equalShares } from "./parallel/shares.js";
export { type StepTimes, timeSteps } from "./parallel/time-steps.node.js";
export { type ThreadedVector, type ThreadOptions, vectorizeInThreads } from "./parallel/vectorize-in-threads.node.js";
