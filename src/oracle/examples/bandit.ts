import { type TabularMdp, tabularMdp } from "../mdp.js";

/** One state, one step: arm i pays `rewards[i]`. */
export function bandit(rewards: readonly number[] = [1, 2, 4]): TabularMdp {
  return tabularMdp({
    name: "Bandit",
    transitions: [rewards.map(() => [0, 1]), rewards.map(() => [0, 1])],
    rewards: [rewards, rewards.map(() => 0)],
    initial: [1, 0],
    gamma: 0.9,
    terminal: [1],
  });
}
