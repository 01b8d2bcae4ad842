import { tabularMdp } from "../mdp.js";

/**
 * Where J(π) < J(μ) + J^μ(π)/(1−γ) − C·D^mean. From the first state two actions lead to B or to the end. π goes to B
 * somewhat more often, and does there what μ hardly ever does, which costs 1. With a small γ that costs little, but the
 * divergence at B is weighted by γ too, while the shift towards B is of first order in the loss and of second in KL.
 */
export function meanFormCounterexample() {
  const [toB, toEnd] = [
    [0, 1, 0],
    [0, 0, 1],
  ];
  const end = [0, 0, 1];
  const mdp = tabularMdp({
    name: "MeanFormCounterexample",
    transitions: [
      [toB, toEnd],
      [end, end],
      [end, end],
    ],
    rewards: [
      [0, 0],
      [-1, 0],
      [0, 0],
    ],
    initial: [1, 0, 0],
    gamma: 0.001,
    terminal: [2],
  });
  const rare = 1e-9;
  const mu = Float64Array.of(0.5, 0.5, rare, 1 - rare, 0.5, 0.5);
  const pi = Float64Array.of(0.55, 0.45, 0.8, 0.2, 0.5, 0.5);
  return { mdp, mu, pi };
}
