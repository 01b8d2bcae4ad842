export type { SceneGeom, SceneModel } from "./describe-model.node.js";
export type { CurvesHeader } from "./encode-curves.js";
export type { RunStatus, RunSummary } from "./run-summary.js";
export type { StageDescription, StageFrame } from "./stage.node.js";
export type { SystemLoad } from "./system-load.node.js";
