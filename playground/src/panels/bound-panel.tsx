import { useMemo } from "preact/hooks";
import type { Palette, Surface } from "../../../ui/canvas.js";
import { Diagram } from "../../../ui/diagram.js";
import { curve, drawFrame, line } from "../../../ui/frame.js";
import { alongUpdate, type BoundPoint } from "../figures/index.js";
import { useLive } from "../hooks.js";
import { tabularTask } from "../tabular.js";
import { Elsewhere } from "./elsewhere.js";
import { LecturePanel } from "./lecture-panel.js";
import type { PanelSource } from "./panel-source.js";

/** True objective, surrogate and lower bounds along the direction of the last update. */
export function BoundPanel({ session, prefix, onTabular }: PanelSource) {
  const host = useLive(session);
  const { movement } = session;
  const mdp = tabularTask(session.experiment.environment)?.mdp;
  const points = useMemo(() => mdp && movement && alongUpdate(mdp, movement.before, movement.after), [mdp, movement]);
  return (
    <LecturePanel id={`${prefix}bound`} host={host} title="The lower bound" formula="lowerBound">
      {!mdp ? (
        <Elsewhere onTabular={onTabular} />
      ) : !points ? (
        <p class="note">After the second update it is drawn here.</p>
      ) : (
        <>
          <Diagram
            label="True objective, surrogate and lower bounds along the direction of the last update"
            draw={(surface, colors) => drawBound(surface, colors, points)}
          />
          <ul class="legend">
            <li class="s1">true J(π)</li>
            <li class="s2 dashed">surrogate</li>
            <li class="s3">bound by the largest KL</li>
            <li class="s4 dashed">bound by the root of the mean KL</li>
          </ul>
          <p class="note">
            0 is the old policy, 1 where the update ended. Both bounds touch J at 0 and never exceed it.
          </p>
        </>
      )}
    </LecturePanel>
  );
}

function drawBound(surface: Surface, colors: Palette, points: readonly BoundPoint[]): void {
  const { context, width, height } = surface;
  const fractions = points.map(({ fraction }) => fraction);
  const shown = points.flatMap(({ expectedReturn, model }) => [expectedReturn, model]);
  const [low, high] = [Math.min(...shown), Math.max(...shown)];
  const pad = 0.15 * (high - low || 1);
  const frame = drawFrame(surface, colors, {
    x: [fractions[0] as number, fractions.at(-1) as number],
    y: [low - 3 * pad, high + pad],
    xLabel: "along the update",
    yLabel: "expected discounted return",
  });
  context.strokeStyle = colors.muted;
  context.setLineDash([3, 3]);
  for (const at of [0, 1]) line(context, frame.x(at), 22, frame.x(at), height - 36);
  context.setLineDash([]);
  context.save();
  context.beginPath();
  context.rect(46, 22, width - 58, height - 58);
  context.clip();
  const draw = (key: keyof BoundPoint, color: number, dash: readonly number[] = []) =>
    curve(
      context,
      points.map((point) => [frame.x(point.fraction), frame.y(point[key])] as const),
      colors.series[color] as string,
      { dash },
    );
  draw("bound", 2);
  draw("rootBound", 3, [2, 3]);
  draw("model", 1, [7, 4]);
  draw("expectedReturn", 0);
  context.restore();
}
