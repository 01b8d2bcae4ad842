import type { Palette, Surface } from "../../../ui/canvas.js";
import { Diagram } from "../../../ui/diagram.js";
import { curve, drawFrame, line } from "../../../ui/frame.js";
import { type ClipFigures, clipFigures, objective } from "../figures/index.js";
import { useLive } from "../hooks.js";
import { LecturePanel } from "./lecture-panel.js";
import type { PanelSource } from "./panel-source.js";

/** The objective against the ratio, with the samples of the last minibatch. */
export function ClipPanel({ session, prefix }: PanelSource) {
  const host = useLive(session);
  const { samples, experiment } = session;
  const figures = samples && clipFigures(samples, experiment);
  const tex =
    experiment.algorithm === "ppo" ? (experiment.options.pessimistic === false ? "plainClip" : "clip") : "surrogate";
  const label = figures
    ? `Objective against the ratio: ${figures.dots.length} samples, ${percent(figures.still)} of all without a gradient`
    : "Objective against the ratio: no samples yet";
  return (
    <LecturePanel id={`${prefix}clip`} host={host} title="What a sample contributes" formula={tex}>
      <Diagram label={label} draw={(surface, colors) => drawClip(surface, colors, figures)} />
      <p class="note">
        {figures === undefined
          ? "Every dot will be a sample of the last minibatch."
          : figures.clipping.kind === "none"
            ? `Nothing is clipped here: all ${figures.count} samples carry a gradient.`
            : `${percent(figures.still)} of the samples carry no gradient (hollow squares, ε = ${Number(figures.clipping.epsilon.toPrecision(3))}). Larger dots have larger advantages.`}
      </p>
    </LecturePanel>
  );
}

const percent = (x: number) => `${(100 * x).toFixed(x < 0.1 ? 1 : 0)} %`;

function drawClip(surface: Surface, colors: Palette, figures: ClipFigures | undefined): void {
  const { context } = surface;
  const { clipping, dots } = figures ?? { clipping: { kind: "none" } as const, dots: [] };
  const epsilon = clipping.kind === "none" ? 0.2 : clipping.epsilon;
  const spread = dots.reduce((most, { ratio }) => Math.max(most, Math.abs(ratio - 1)), 0);
  const half = Math.min(3, Math.max(2 * epsilon, 1.15 * spread, 0.05));
  const x = [Math.max(0, 1 - half), 1 + half] as const;
  const [gain, loss] = [colors.series[0] as string, colors.series[1] as string];
  const frame = drawFrame(surface, colors, {
    x,
    y: [-1 - 1.15 * half, 1 + 1.15 * half],
    xLabel: "ratio ρ",
    yLabel: "objective / |A|",
  });
  context.strokeStyle = colors.muted;
  context.setLineDash([3, 3]);
  for (const edge of clipping.kind === "none" ? [1] : [1 - epsilon, 1, 1 + epsilon]) {
    line(context, frame.x(edge), frame.y(-1 - 1.15 * half), frame.x(edge), frame.y(1 + 1.15 * half));
  }
  context.setLineDash([]);
  const points = (sign: 1 | -1) =>
    Array.from({ length: 101 }, (_, i) => {
      const ratio = x[0] + ((x[1] - x[0]) * i) / 100;
      return [frame.x(ratio), frame.y(objective(ratio, sign, clipping))] as const;
    });
  curve(context, points(1), gain);
  curve(context, points(-1), loss, { dash: [7, 4] });
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillStyle = gain;
  context.fillText("A > 0", frame.x(x[0]) + 6, frame.y(objective(x[0], 1, clipping)) - 14);
  context.fillStyle = loss;
  context.fillText("A < 0", frame.x(x[0]) + 6, frame.y(objective(x[0], -1, clipping)) + 16);
  const largest = dots.reduce((most, { advantage }) => Math.max(most, Math.abs(advantage)), 1e-8);
  for (const { ratio, advantage, objective, carriesGradient } of dots) {
    const [px, py] = [frame.x(Math.min(x[1], Math.max(x[0], ratio))), frame.y(objective)];
    const radius = 2 + 4 * Math.sqrt(Math.abs(advantage) / largest);
    if (carriesGradient) {
      context.globalAlpha = 0.45;
      context.fillStyle = advantage < 0 ? loss : gain;
      context.beginPath();
      context.arc(px, py, radius, 0, 2 * Math.PI);
      context.fill();
      context.globalAlpha = 1;
    } else {
      context.strokeStyle = colors.ink;
      context.lineWidth = 1.2;
      context.strokeRect(px - radius, py - radius, 2 * radius, 2 * radius);
    }
  }
}
