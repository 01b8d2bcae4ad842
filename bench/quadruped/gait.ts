import { COLORS, figureConfig } from "../../src/comparison/figure-style.js";
import { writeFigure } from "../harness/figure.js";

/** Draws when each foot is on the ground: one bar per stance, time to the right. `contacts`: [steps, feet], 0 or 1. */
export function drawGait(
  path: string,
  contacts: readonly (readonly number[])[],
  feet: readonly string[],
  secondsPerStep: number,
): Promise<void> {
  const values = feet.flatMap((name, foot) =>
    stancesOf(contacts.map((touching) => touching[foot] === 1)).map(([from, to]) => ({
      name,
      from: from * secondsPerStep,
      to: to * secondsPerStep,
    })),
  );
  return writeFigure(path, {
    config: figureConfig,
    background: "white",
    padding: 16,
    width: 780,
    height: { step: 26 },
    data: { values },
    mark: { type: "bar", color: COLORS[0] },
    encoding: {
      x: {
        field: "from",
        type: "quantitative",
        title: "seconds",
        axis: { format: "d", tickMinStep: 1 },
        scale: { domain: [0, contacts.length * secondsPerStep], nice: false },
      },
      x2: { field: "to" },
      y: {
        field: "name",
        type: "nominal",
        title: null,
        axis: { grid: false, ticks: false, domain: false, labelPadding: 6 },
        scale: { domain: feet, paddingInner: 0.3, paddingOuter: 0.15 },
      },
    },
  });
}

/** From which step, and up to which, a foot stays on the ground. */
function stancesOf(grounded: readonly boolean[]): readonly (readonly [from: number, to: number])[] {
  const stances: (readonly [number, number])[] = [];
  let from = -1;
  for (let step = 0; step <= grounded.length; step++) {
    const down = grounded[step] === true;
    if (down && from < 0) from = step;
    if (down || from < 0) continue;
    stances.push([from, step]);
    from = -1;
  }
  return stances;
}
