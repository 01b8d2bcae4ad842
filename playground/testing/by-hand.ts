import type { TabularMdp } from "proximal/oracle";

// What the panels show, computed in another way than the library does: by repetition, sums and finite differences.

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const range = (count: number) => Array.from({ length: count }, (_, i) => i);

/** A tabular policy, [state][action]. */
export type Table = readonly (readonly number[])[];

/** Logits [state, action] as probabilities. */
export const policyOf = ({ states, actions }: TabularMdp, logits: readonly number[]): Table =>
  range(states).map((s) => {
    const weights = range(actions).map((a) => Math.exp(logits[s * actions + a] as number));
    return weights.map((weight) => weight / sum(weights));
  });

export interface Evaluated {
  readonly objective: number;
  /** A(s, a) */
  readonly advantages: Table;
  /** (1 − γ) Σ γᵗ P(s_t = s) */
  readonly visitation: readonly number[];
}

/** Values and visitation, by going through the process until nothing changes any more. */
export function evaluate(mdp: TabularMdp, policy: Table): Evaluated {
  const { states, actions, gamma, transitions, rewards, initial, terminal } = mdp;
  const next = (s: number, a: number, t: number) => transitions[(s * actions + a) * states + t] as number;
  const ends = (s: number) => terminal[s] === 1;
  const [all, choices] = [range(states), range(actions)];
  const reward = (s: number, a: number) => (ends(s) ? 0 : (rewards[s * actions + a] as number));
  let values = all.map(() => 0);
  const worth = (s: number, a: number) =>
    ends(s) ? 0 : reward(s, a) + gamma * sum(all.map((t) => next(s, a, t) * (values[t] as number)));
  let state = all.map((s) => initial[s] as number);
  const visitation = all.map(() => 0);
  for (let step = 0; gamma ** step > 1e-13; step++) {
    const weight = (1 - gamma) * gamma ** step;
    for (const s of all) visitation[s] = (visitation[s] as number) + weight * (state[s] as number);
    state = all.map((t) =>
      sum(all.map((s) => (state[s] as number) * sum(choices.map((a) => (policy[s]?.[a] as number) * next(s, a, t))))),
    );
    values = all.map((s) => sum(choices.map((a) => (policy[s]?.[a] as number) * worth(s, a))));
  }
  return {
    objective: sum(all.map((s) => (initial[s] as number) * (values[s] as number))),
    advantages: all.map((s) => choices.map((a) => (ends(s) ? 0 : worth(s, a) - (values[s] as number)))),
    visitation,
  };
}

/** KL(μ ‖ π) in every state. */
export const divergencesOf = (mu: Table, pi: Table): readonly number[] =>
  mu.map((row, s) => sum(row.map((p, a) => p * Math.log(p / (pi[s]?.[a] as number)))));

/** What is promised of J(π) by what is known of μ: Schulman et al. 2015, theorem 1, and Achiam et al. 2017, corollary 3. */
export function promised(mdp: TabularMdp, mu: Table, pi: Table) {
  const { gamma } = mdp;
  const { objective, advantages, visitation } = evaluate(mdp, mu);
  const shift = advantages.map((row, s) => sum(row.map((advantage, a) => advantage * (pi[s]?.[a] as number))));
  const model = objective + sum(shift.map((value, s) => value * (visitation[s] as number))) / (1 - gamma);
  const divergences = divergencesOf(mu, pi);
  const mean = sum(divergences.map((value, s) => value * (visitation[s] as number)));
  const most = (values: readonly number[]) => Math.max(...values.map(Math.abs));
  return {
    expectedReturn: evaluate(mdp, pi).objective,
    model,
    bound: model - ((4 * gamma * most(advantages.flat())) / (1 - gamma) ** 2) * Math.max(...divergences),
    rootBound: model - ((2 * gamma * most(shift)) / (1 - gamma) ** 2) * Math.sqrt(mean / 2),
  };
}

/** The gradient of J by logits, by central differences. */
export const gradientOf = (mdp: TabularMdp, logits: readonly number[]): readonly number[] =>
  logits.map((_, i) => {
    const [up, down] = [1e-4, -1e-4].map(
      (change) =>
        evaluate(
          mdp,
          policyOf(
            mdp,
            logits.map((logit, k) => (k === i ? logit + change : logit)),
          ),
        ).objective,
    ) as [number, number];
    return (up - down) / 2e-4;
  });

/** Mean KL of a change of logits, weighed by what the old policy visits. */
export function meanKl(mdp: TabularMdp, logits: readonly number[], change: readonly number[]): number {
  const mu = policyOf(mdp, logits);
  const { visitation } = evaluate(mdp, mu);
  const pi = policyOf(
    mdp,
    logits.map((logit, i) => logit + (change[i] as number)),
  );
  return sum(divergencesOf(mu, pi).map((value, s) => value * (visitation[s] as number)));
}
