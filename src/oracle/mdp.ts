import { UsageError } from "../errors.js";

/** A Markov decision process small enough to be solved exactly. Plain float64, row-major. */
export interface TabularMdp {
  readonly name: string;
  readonly states: number;
  readonly actions: number;
  /** P(s'|s,a): [state, action, next state] */
  readonly transitions: Float64Array;
  /** r(s,a): [state, action] */
  readonly rewards: Float64Array;
  /** Distribution of the first state: [state] */
  readonly initial: Float64Array;
  /** γ */
  readonly gamma: number;
  /** 1 where episodes end: such a state pays nothing and is never left. [state] */
  readonly terminal: Uint8Array;
  /** Steps after which everything ends; absent: never. */
  readonly horizon?: number;
}

export interface MdpDescription {
  readonly name: string;
  /** P(s'|s,a) as `transitions[s][a][s']`. */
  readonly transitions: readonly (readonly (readonly number[])[])[];
  /** r(s,a) as `rewards[s][a]`. */
  readonly rewards: readonly (readonly number[])[];
  readonly initial: readonly number[];
  readonly gamma: number;
  /** States at which episodes end; default: none. */
  readonly terminal?: readonly number[];
  readonly horizon?: number;
}

/** Checks and stores a description. Throws UsageError `invalid-mdp` that names what does not fit. */
export function tabularMdp(description: MdpDescription): TabularMdp {
  const { name, transitions, rewards, initial, gamma, horizon } = description;
  const states = transitions.length;
  const actions = transitions[0]?.length ?? 0;
  const terminal = new Uint8Array(states);
  for (const state of description.terminal ?? []) terminal[state] = 1;
  const refuse = (what: string, fix: string): never => {
    throw new UsageError({ code: "invalid-mdp", message: `${name}: ${what}.`, fix });
  };
  if (states === 0 || actions === 0) refuse(`it has ${states} states and ${actions} actions`, "Give one or more.");
  if (!(gamma >= 0 && gamma <= 1)) refuse(`γ is ${gamma}`, "Use a number from 0 to 1.");
  if (horizon !== undefined && !(Number.isInteger(horizon) && horizon > 0)) {
    refuse(`the horizon is ${horizon}`, "Use a whole number of steps, 1 or more, or leave it out.");
  }
  requireDistribution(initial, states, "the first state", refuse);
  if (rewards.length !== states) refuse(`rewards has ${rewards.length} rows`, `Give one per state: ${states}.`);
  for (let s = 0; s < states; s++) {
    const [next, paid] = [transitions[s] ?? [], rewards[s] ?? []];
    if (next.length !== actions) refuse(`state ${s} has ${next.length} actions`, `Give ${actions}, as in state 0.`);
    if (paid.length !== actions) refuse(`state ${s} has ${paid.length} rewards`, `Give one per action: ${actions}.`);
    for (const [a, row] of next.entries()) {
      requireDistribution(row, states, `what follows action ${a} in state ${s}`, refuse);
      if (terminal[s] === 1 && (row[s] !== 1 || paid[a] !== 0)) {
        refuse(`state ${s} is terminal, but action ${a} leaves it or pays`, "Let it lead to itself and pay 0.");
      }
    }
  }
  return {
    name,
    states,
    actions,
    transitions: Float64Array.from(transitions.flat(2)),
    rewards: Float64Array.from(rewards.flat()),
    initial: Float64Array.from(initial),
    gamma,
    terminal,
    ...(horizon !== undefined && { horizon }),
  };
}

function requireDistribution(
  row: readonly number[],
  states: number,
  what: string,
  refuse: (what: string, fix: string) => never,
): void {
  const total = row.reduce((a, b) => a + b, 0);
  if (row.length !== states) refuse(`${what} is given by ${row.length} numbers`, `Give one per state: ${states}.`);
  if (row.some((p) => !(p >= 0)) || Math.abs(total - 1) > 1e-9) {
    refuse(`${what} is distributed as [${row.join(", ")}], which sums to ${total}`, "Give probabilities.");
  }
}

/** The same process, ending after so many steps. */
export const withHorizon = (mdp: TabularMdp, horizon: number): TabularMdp => ({ ...mdp, horizon });
