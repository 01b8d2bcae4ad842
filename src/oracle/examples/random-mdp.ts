import type { Random } from "../../random/index.js";
import { type TabularMdp, tabularMdp } from "../mdp.js";

export interface RandomMdpOptions {
  /** γ; default 0.9. */
  readonly gamma?: number;
  readonly horizon?: number;
}

/** Transitions uniform on the simplex, rewards uniform in [−1, 1], a random first state. */
export function randomMdp(
  random: Random,
  states: number,
  actions: number,
  { gamma = 0.9, horizon }: RandomMdpOptions = {},
): TabularMdp {
  // normalized exponentials are uniform on the simplex
  const distribution = () => {
    const weights = Array.from({ length: states }, () => -Math.log(1 - random.float()));
    const total = weights.reduce((a, b) => a + b);
    return weights.map((weight) => weight / total);
  };
  const table = <T>(make: () => T) =>
    Array.from({ length: states }, () => Array.from({ length: actions }, () => make()));
  return tabularMdp({
    name: `Random${states}x${actions}`,
    transitions: table(distribution),
    rewards: table(() => random.uniform(-1, 1)),
    initial: distribution(),
    gamma,
    ...(horizon !== undefined && { horizon }),
  });
}
