import { UsageError } from "../errors.js";
import type { TabularMdp } from "./mdp.js";
import type { TabularPolicy } from "./policy.js";
import { backUp, expectation } from "./solve.js";

/** Everything about a policy on a process that ends after some steps: values depend on the step. */
export interface HorizonSolution {
  /** J(π) = E[Σ_{t < horizon} γᵗ r_t] */
  readonly expectedReturn: number;
  /** V_t(s), for t = 0, …, horizon (there it is 0): [state] each */
  readonly values: readonly Float64Array[];
  /** Q_t(s,a), for t < horizon: [state, action] each */
  readonly actionValues: readonly Float64Array[];
  /** P(s_t = s), for t < horizon: [state] each */
  readonly occupancies: readonly Float64Array[];
}

/** Backward induction for the values, forward for the occupancies. Throws a UsageError if there is no horizon. */
export function solveHorizon(mdp: TabularMdp, policy: TabularPolicy): HorizonSolution {
  const { states, actions, transitions, initial } = mdp;
  const horizon = requireHorizon(mdp);
  const values: Float64Array[] = [new Float64Array(states)];
  const actionValues: Float64Array[] = [];
  for (let t = horizon - 1; t >= 0; t--) {
    const q = backUp(mdp, values[0] as Float64Array);
    const v = new Float64Array(states);
    for (let i = 0; i < q.length; i++) v[Math.floor(i / actions)]! += policy[i]! * q[i]!;
    actionValues.unshift(q);
    values.unshift(v);
  }
  const occupancies: Float64Array[] = [initial];
  for (let t = 1; t < horizon; t++) {
    const before = occupancies[t - 1] as Float64Array;
    const now = new Float64Array(states);
    for (let i = 0; i < states * actions; i++) {
      const flow = before[Math.floor(i / actions)]! * policy[i]!;
      for (let next = 0; next < states; next++) now[next]! += flow * transitions[i * states + next]!;
    }
    occupancies.push(now);
  }
  return { expectedReturn: expectation(initial, values[0] as Float64Array), values, actionValues, occupancies };
}

/** The horizon. Throws a UsageError if there is none. */
export function requireHorizon({ name, horizon }: TabularMdp): number {
  if (horizon !== undefined) return horizon;
  throw new UsageError({
    code: "no-horizon",
    message: `${name} never ends, so its trajectories cannot be enumerated.`,
    fix: "Give it a horizon: withHorizon(mdp, steps).",
  });
}
