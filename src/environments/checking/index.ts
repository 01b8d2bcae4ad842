export type { CheckOptions, CheckReport } from "./check-environment.js";
export { checkEnvironment } from "./check-environment.js";
export type { ReplayOptions, ReplayReport, Trajectory } from "./replay-golden.js";
export { replayGolden } from "./replay-golden.js";
