export { divergences, maxDivergence, meanDivergence } from "./divergence.js";
export * from "./estimators/index.js";
export * from "./examples/index.js";
export { type LowerBound, lowerBound } from "./lower-bound.js";
export { type MdpDescription, type TabularMdp, tabularMdp, withHorizon } from "./mdp.js";
export { randomPolicy, softmaxPolicy, type TabularPolicy, uniformPolicy } from "./policy.js";
export {
  exactPolicyGradient,
  exactSurrogate,
  exactSurrogateGradient,
  expectedAdvantage,
  expectedReturn,
} from "./policy-gradient.js";
export { type Solution, solve } from "./solve.js";
export { type HorizonSolution, solveHorizon } from "./solve-horizon.js";
export { type TabularEnvironmentOptions, tabularEnvironment } from "./tabular-environment.js";
export { type Trajectory, trajectories } from "./trajectories.js";
export { unrolled } from "./unrolled.js";
