import type { TabularMdp } from "../mdp.js";
import type { TabularPolicy } from "../policy.js";
import { requireHorizon } from "../solve-horizon.js";

/**
 * What share of the trajectories of μ is worth anything for π: (E w)²/E[w²] = 1/E[w²], the limit of the effective sample
 * size (Kong 1992) over N, for the trajectory weights w = ∏ π/μ. By recursion over E[w²; s_t = s], without enumeration.
 */
export function effectiveSampleFraction(mdp: TabularMdp, policy: TabularPolicy, behavior: TabularPolicy): number {
  const { states, actions, transitions, initial, terminal } = mdp;
  let second = initial;
  for (let t = 0; t < requireHorizon(mdp); t++) {
    const next = new Float64Array(states);
    for (let i = 0; i < states * actions; i++) {
      const s = Math.floor(i / actions);
      if (terminal[s] === 1 || behavior[i] === 0) continue;
      const factor = (second[s]! * policy[i]! ** 2) / behavior[i]!;
      for (let s2 = 0; s2 < states; s2++) next[s2]! += factor * transitions[i * states + s2]!;
    }
    // where an episode has ended, its weight stays what it was
    for (let s = 0; s < states; s++) if (terminal[s] === 1) next[s]! += second[s]!;
    second = next;
  }
  return 1 / second.reduce((a, b) => a + b, 0);
}
