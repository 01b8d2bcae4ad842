import { type TabularMdp, tabularMdp } from "../mdp.js";

const MOVES = [
  [0, -1],
  [1, 0],
  [0, 1],
  [-1, 0],
] as const;

/**
 * A grid of `width` · `height` fields; up, right, down, left. From one corner to the opposite one, where it ends; every
 * step costs 1. With probability `slip` a step goes in one of the four directions at random.
 */
export function gridworld(width = 3, height = 3, slip = 0): TabularMdp {
  const fields = width * height;
  const goal = fields - 1;
  const clamp = (value: number, size: number) => Math.max(0, Math.min(size - 1, value));
  const target = (s: number, [dx, dy]: readonly [number, number]) =>
    clamp(Math.floor(s / width) + dy, height) * width + clamp((s % width) + dx, width);
  const row = (s: number, move: readonly [number, number]) => {
    const next = new Array<number>(fields).fill(0);
    if (s === goal) next[s] = 1;
    else {
      next[target(s, move)]! += 1 - slip;
      for (const other of MOVES) next[target(s, other)]! += slip / MOVES.length;
    }
    return next;
  };
  const all = Array.from({ length: fields }, (_, s) => s);
  return tabularMdp({
    name: `Gridworld${width}x${height}`,
    transitions: all.map((s) => MOVES.map((move) => row(s, move))),
    rewards: all.map((s) => MOVES.map(() => (s === goal ? 0 : -1))),
    initial: all.map((s) => (s === 0 ? 1 : 0)),
    gamma: 0.95,
    terminal: [goal],
  });
}
