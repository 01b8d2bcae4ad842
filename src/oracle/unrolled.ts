import { type TabularMdp, tabularMdp } from "./mdp.js";
import { requireHorizon } from "./solve-horizon.js";

/**
 * The same process with the step as a part of the state, so that what depends on the step is a table, too: state s at
 * step t is state t · states + s. Throws a UsageError if there is no horizon.
 */
export function unrolled(mdp: TabularMdp): TabularMdp {
  const { name, states, actions, transitions, rewards, initial, gamma, terminal } = mdp;
  const horizon = requireHorizon(mdp);
  const all = Array.from({ length: horizon * states }, (_, i) => i);
  const choices = Array.from({ length: actions }, (_, a) => a);
  const follow = (i: number, a: number) => {
    const [t, s] = [Math.floor(i / states), i % states];
    const next = new Array<number>(all.length).fill(0);
    // nothing that follows the last step counts
    if (terminal[s] === 1 || t === horizon - 1) next[i] = 1;
    else for (let s2 = 0; s2 < states; s2++) next[i - s + states + s2] = transitions[(s * actions + a) * states + s2]!;
    return next;
  };
  return tabularMdp({
    name: `${name}Unrolled`,
    transitions: all.map((i) => choices.map((a) => follow(i, a))),
    rewards: all.map((i) => choices.map((a) => rewards[(i % states) * actions + a]!)),
    initial: all.map((i) => (i < states ? initial[i]! : 0)),
    gamma,
    terminal: all.filter((i) => terminal[i % states] === 1),
    horizon,
  });
}
