import { describe, expect, it } from "vitest";
import { UsageError } from "../errors.js";
import { bandit, chain, gridworld, type MdpDescription, tabularMdp } from "./index.js";

const good: MdpDescription = {
  name: "Two",
  transitions: [[[0.5, 0.5]], [[0, 1]]],
  rewards: [[1], [0]],
  initial: [1, 0],
  gamma: 0.9,
  terminal: [1],
};

describe("a tabular process", () => {
  it("is stored row by row", () => {
    const mdp = tabularMdp(good);
    expect([...mdp.transitions]).toEqual([0.5, 0.5, 0, 1]);
    expect([mdp.states, mdp.actions, ...mdp.terminal]).toEqual([2, 1, 0, 1]);
    expect(mdp.horizon).toBeUndefined();
  });

  it.each([
    { problem: { gamma: 1.2 }, message: "Two: γ is 1.2" },
    { problem: { horizon: 0 }, message: "horizon is 0" },
    { problem: { initial: [0.5, 0.4] }, message: "the first state is distributed as [0.5, 0.4]" },
    { problem: { initial: [1] }, message: "given by 1 numbers" },
    { problem: { rewards: [[1]] }, message: "1 rows" },
    { problem: { rewards: [[1, 2], [0]] }, message: "state 0 has 2 rewards" },
    { problem: { transitions: [[[1.5, -0.5]], [[0, 1]]] }, message: "what follows action 0 in state 0" },
    { problem: { transitions: [[[0.5, 0.5]], [[1, 0]]] }, message: "state 1 is terminal" },
    {
      problem: {
        transitions: [
          [[0.5, 0.5]],
          [
            [0, 1],
            [0, 1],
          ],
        ],
      },
      message: "state 1 has 2 actions",
    },
    { problem: { transitions: [] }, message: "0 states" },
  ])("is refused: $message", ({ problem, message }) => {
    const make = () => tabularMdp({ ...good, ...problem });
    expect(make).toThrow(UsageError);
    expect(make).toThrow(message);
  });

  it("has three examples by name", () => {
    expect(chain(10).states).toBe(10);
    expect(gridworld().states).toBe(9);
    expect(bandit().actions).toBe(3);
  });
});

describe("the gridworld", () => {
  it("leads from corner to corner, and walls hold", () => {
    const { transitions, states } = gridworld(3, 2);
    const next = (s: number, a: number) =>
      transitions.subarray((s * 4 + a) * states, (s * 4 + a + 1) * states).indexOf(1);
    // 0 1 2
    // 3 4 5
    expect([0, 1, 2, 3].map((a) => next(0, a))).toEqual([0, 1, 3, 0]);
    expect([0, 1, 2, 3].map((a) => next(4, a))).toEqual([1, 5, 4, 3]);
    expect(next(5, 0)).toBe(5);
  });

  it("slips as often as it is told", () => {
    const { transitions, states } = gridworld(3, 3, 0.4);
    const row = transitions.subarray((4 * 4 + 1) * states, (4 * 4 + 2) * states);
    const expected = [0, 0.1, 0, 0.1, 0, 0.7, 0, 0.1, 0];
    for (const [s, p] of expected.entries()) expect(row[s]).toBeCloseTo(p, 12);
  });
});
