import { type TabularMdp, tabularMdp } from "../mdp.js";

/** Paid for staying at the left end. */
const SMALL = 0.1;

/**
 * States in a row, begun at the left end. Action 1 goes right, action 0 left. Right at the right end pays 1, left at the
 * left end 0.1: the better reward is far away. Never ends.
 */
export function chain(length = 10): TabularMdp {
  const last = length - 1;
  const to = (state: number) => Array.from({ length }, (_, s) => (s === state ? 1 : 0));
  const all = Array.from({ length }, (_, s) => s);
  return tabularMdp({
    name: `Chain${length}`,
    transitions: all.map((s) => [to(Math.max(0, s - 1)), to(Math.min(last, s + 1))]),
    rewards: all.map((s) => [s === 0 ? SMALL : 0, s === last ? 1 : 0]),
    initial: to(0),
    gamma: 0.95,
  });
}
