import type { Drawing } from "../../ui/drawings/drawing.js";
import { drawingFor as commonDrawing, framesPerSecond as commonRate } from "../../ui/drawings/index.js";
import { drawStates } from "./grid-drawing.js";
import { tabularTask } from "./tabular.js";

/** How an environment is drawn: tabular processes as their states. */
export function drawingFor(environment: string): Drawing {
  const tabular = tabularTask(environment);
  return tabular ? drawStates(tabular.mdp) : commonDrawing(environment);
}

/** Frames per second that look natural. */
export const framesPerSecond = (environment: string): number =>
  tabularTask(environment) ? 3 : commonRate(environment);
