import type { Session } from "../session.js";
import { tabularTask } from "../tabular.js";
import { clipFigures } from "./clip.js";
import { alongUpdate, stepMap } from "./exact.js";
import { regionFigures } from "./region.js";
import { weightFigures } from "./weights.js";

/** Mean KL that the three ways to step may spend. */
export const REGION = 0.05;

/** What the panels show, and the samples and logits that it was computed from: plain JSON. */
export function figuresOf({ experiment, history, samples, movement }: Session) {
  const mdp = tabularTask(experiment.environment)?.mdp;
  const exact = mdp && movement;
  const map = exact && stepMap(mdp, movement.before, movement.after, REGION);
  return {
    experiment,
    raw: {
      samples: samples && {
        logRatios: [...samples.logRatios],
        advantages: [...samples.advantages],
        clipRange: samples.clipRange,
      },
      movement: movement && {
        iteration: movement.iteration,
        before: [...movement.before],
        after: [...movement.after],
      },
    },
    panels: {
      clip: samples && clipFigures(samples, experiment),
      region: regionFigures(history, experiment),
      weights: weightFigures(history),
      bound: exact && alongUpdate(mdp, movement.before, movement.after),
      steps: map && { ...map, returns: [...map.returns] },
    },
  };
}
