export { compare } from "./compare.node.js";
export {
  type CompareOptions,
  type ComparisonEvent,
  type CurveKind,
  type RunName,
  type RunOutcome,
  resolveCompareOptions,
} from "./compare-options.js";
export type {
  ComparedPair,
  ComparedRun,
  Comparison,
  FailedRun,
  FinishedRun,
  PairPlan,
  PairSummary,
  PendingRun,
  RunResult,
} from "./comparison.js";
export type { Curve } from "./curve.js";
export {
  alignedCells,
  comparisonProblems,
  comparisonTable,
  environmentsOf,
  formatNumber,
  TABLE_NOTES,
} from "./markdown.js";
export { describeRun } from "./run-name.js";
