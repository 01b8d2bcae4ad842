export type { CurvesHeader } from "./encode-curves.js";
export type { RunStatus, RunSummary } from "./run-summary.js";
export type { SystemLoad } from "./system-load.node.js";
