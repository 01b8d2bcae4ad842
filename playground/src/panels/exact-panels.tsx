import { useMemo } from "preact/hooks";
import type { Palette, Surface } from "../../../ui/canvas.js";
import { Diagram } from "../../../ui/diagram.js";
import { curve, drawFrame, line } from "../../../ui/frame.js";
import { Panel } from "../../../ui/panel.js";
import { alongUpdate, type BoundPoint, type StepMap, stepMap } from "../exact.js";
import type { Session } from "../session.js";
import { tabularTask } from "../tabular.js";

const EPSILON = 0.05;

interface ExactProps {
  readonly session: Session;
  readonly onTabular: () => void;
}

function Elsewhere({ onTabular }: Pick<ExactProps, "onTabular">) {
  return (
    <p class="note">
      The true objective can be computed for tabular processes only.{" "}
      <button type="button" class="quiet" onClick={onTabular}>
        Train on a grid world
      </button>
    </p>
  );
}

const waiting = <p class="note">After the second update it is drawn here.</p>;

/** True objective, surrogate and lower bounds along the direction of the last update. */
export function BoundPanel({ session, onTabular }: ExactProps) {
  const { movement } = session;
  const mdp = tabularTask(session.experiment.environment)?.mdp;
  const points = useMemo(() => mdp && movement && alongUpdate(mdp, movement.before, movement.after), [mdp, movement]);
  return (
    <Panel
      id="bound"
      title="The lower bound"
      tex={String.raw`J(\pi) \ \ge\ J(\mu) + \tfrac{1}{1-\gamma}\,\mathbb E_\mu[\rho A^\mu] - C\, D^{\max}_{\mathrm{KL}}(\mu\,\|\,\pi)`}
    >
      {!mdp ? (
        <Elsewhere onTabular={onTabular} />
      ) : !points ? (
        waiting
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
    </Panel>
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

/** Gradient, natural gradient and TRPO's step from the same policy. */
export function StepsPanel({ session, onTabular }: ExactProps) {
  const { movement } = session;
  const mdp = tabularTask(session.experiment.environment)?.mdp;
  const map = useMemo(() => mdp && movement && stepMap(mdp, movement.before, movement.after, EPSILON), [mdp, movement]);
  return (
    <Panel
      id="steps"
      title="Three ways to step"
      tex={String.raw`g,\qquad F^{-1}g,\qquad \overline{D}_{\mathrm{KL}} \le ${EPSILON}`}
    >
      {!mdp ? (
        <Elsewhere onTabular={onTabular} />
      ) : !movement ? (
        waiting
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
            Stronger shading is a higher true return; the dashed line is where the mean KL is {EPSILON}. All steps start
            from the middle.
          </p>
        </>
      )}
    </Panel>
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
      const [w, h] = [(right - left) / cells, (bottom - top) / cells];
      context.fillRect(left + column * w, bottom - (row + 1) * h, w + 0.5, h + 0.5);
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
