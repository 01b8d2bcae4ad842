import { useMemo } from "preact/hooks";
import type { Palette, Surface } from "../../../ui/canvas.js";
import { Diagram } from "../../../ui/diagram.js";
import { curve, drawFrame } from "../../../ui/frame.js";
import { REGION, type StepMap, stepMap } from "../figures/index.js";
import { useLive } from "../hooks.js";
import { tabularTask } from "../tabular.js";
import { Elsewhere } from "./elsewhere.js";
import { LecturePanel } from "./lecture-panel.js";
import type { PanelSource } from "./panel-source.js";

/** Gradient, natural gradient and TRPO's step from the same policy. */
export function StepsPanel({ session, prefix, onTabular }: PanelSource) {
  const host = useLive(session);
  const { movement } = session;
  const mdp = tabularTask(session.experiment.environment)?.mdp;
  const map = useMemo(() => mdp && movement && stepMap(mdp, movement.before, movement.after, REGION), [mdp, movement]);
  return (
    <LecturePanel id={`${prefix}steps`} host={host} title="Three ways to step" formula="threeSteps">
      {!mdp ? (
        <Elsewhere onTabular={onTabular} />
      ) : !movement ? (
        <p class="note">After the second update it is drawn here.</p>
      ) : !map ? (
        <p class="note">The gradient has vanished here: there is no direction to step in.</p>
      ) : (
        <>
          <Diagram
            label="Steps of the gradient, the natural gradient and TRPO in the plane that the first two span"
            draw={(surface, colors) => drawSteps(surface, colors, map)}
          />
          <ul class="legend">
            <li class="s1">gradient</li>
            <li class="s2">natural gradient</li>
            <li class="s3">TRPO</li>
            <li class="s4">this update</li>
          </ul>
          <p class="note">
            Stronger shading is a higher true return; the dashed line is where the mean KL is {REGION}. All steps start
            from the middle.
          </p>
        </>
      )}
    </LecturePanel>
  );
}

function drawSteps(surface: Surface, colors: Palette, map: StepMap): void {
  const { context } = surface;
  const { reach, returns, cells } = map;
  const frame = drawFrame(surface, colors, {
    x: [-reach, reach],
    y: [-reach, reach],
    xLabel: "along the gradient (logits)",
    yLabel: "across it",
  });
  const [low, high] = [Math.min(...returns), Math.max(...returns)];
  const [left, right, bottom, top] = [frame.x(-reach), frame.x(reach), frame.y(-reach), frame.y(reach)];
  context.fillStyle = colors.muted;
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      context.globalAlpha = 0.65 * (((returns[row * cells + column] as number) - low) / (high - low || 1));
      // To whole pixels, so that neither gaps nor seams show.
      const [x0, x1] = [column, column + 1].map((k) => Math.round(left + (k * (right - left)) / cells)) as [
        number,
        number,
      ];
      const [y0, y1] = [row + 1, row].map((k) => Math.round(bottom - (k * (bottom - top)) / cells)) as [number, number];
      context.fillRect(x0, y0, x1 - x0, y1 - y0);
    }
  }
  context.globalAlpha = 1;
  const at = ([x, y]: readonly [number, number]) => [frame.x(x), frame.y(y)] as const;
  context.save();
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.clip();
  curve(context, map.region.map(at), colors.ink, { dash: [5, 4], width: 1.5 });
  context.restore();
  const steps = [
    [map.gradient, 5],
    [map.natural, 9],
    [map.trpo, 5],
    [map.update, 4],
  ] as const;
  for (const [index, [point, radius]] of steps.entries()) {
    const color = colors.series[index] as string;
    curve(context, [at([0, 0]), at(point)], color, { width: 2.5 });
    context.fillStyle = color;
    context.strokeStyle = colors.surface;
    context.lineWidth = 1.5;
    context.beginPath();
    context.arc(...at(point), radius, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  }
}
