import type { Palette, Surface } from "../../../ui/canvas.js";
import { Diagram } from "../../../ui/diagram.js";
import { curve, drawFrame, line } from "../../../ui/frame.js";
import { Panel } from "../../../ui/panel.js";
import { type Clipping, carriesGradient, objective } from "../clipping.js";
import type { Samples } from "../messages.js";
import type { Session } from "../session.js";

const CLIP = String.raw`\min\big(\rho A,\ \operatorname{clip}(\rho, 1-\varepsilon, 1+\varepsilon)\,A\big)`;
const PLAIN = String.raw`\operatorname{clip}(\rho, 1-\varepsilon, 1+\varepsilon)\,A`;
const BARE = String.raw`\rho A,\qquad \rho = \pi(a|s)\,/\,\mu(a|s)`;

/** The objective against the ratio, with the samples of the last minibatch. */
export function ClipPanel({ session }: { readonly session: Session }) {
  const { samples, experiment } = session;
  const plain = experiment.options.pessimistic === false;
  const clipping: Clipping =
    samples?.clipRange === undefined || Number.isNaN(samples.clipRange)
      ? { kind: "none" }
      : { kind: plain ? "plain" : "pessimistic", epsilon: samples.clipRange };
  const still = samples ? share(samples, clipping) : 0;
  const tex = experiment.algorithm === "ppo" ? (plain ? PLAIN : CLIP) : BARE;
  const label = samples
    ? `Objective against the ratio: ${samples.ratios.length} samples, ${percent(still)} of them without a gradient`
    : "Objective against the ratio: no samples yet";
  return (
    <Panel id="clip" title="What a sample contributes" tex={tex}>
      <Diagram label={label} draw={(surface, colors) => drawClip(surface, colors, samples, clipping)} />
      <p class="note" data-clip={still}>
        {samples === undefined
          ? "Every dot will be a sample of the last minibatch."
          : clipping.kind === "none"
            ? `Nothing is clipped here: all ${samples.count} samples carry a gradient.`
            : `${percent(still)} of the samples carry no gradient (hollow squares, ε = ${Number(clipping.epsilon.toPrecision(3))}). Larger dots have larger advantages.`}
      </p>
    </Panel>
  );
}

const percent = (x: number) => `${(100 * x).toFixed(x < 0.1 ? 1 : 0)} %`;

function share({ ratios, advantages }: Samples, clipping: Clipping): number {
  let still = 0;
  for (const [i, ratio] of ratios.entries()) {
    if (!carriesGradient(ratio, (advantages[i] as number) < 0 ? -1 : 1, clipping)) still++;
  }
  return still / ratios.length;
}

function drawClip(surface: Surface, colors: Palette, samples: Samples | undefined, clipping: Clipping): void {
  const { context } = surface;
  const epsilon = clipping.kind === "none" ? 0.2 : clipping.epsilon;
  const spread = samples ? samples.ratios.reduce((most, r) => Math.max(most, Math.abs(r - 1)), 0) : 0;
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
  if (!samples) return;
  const largest = samples.advantages.reduce((most, a) => Math.max(most, Math.abs(a)), 1e-8);
  for (const [i, ratio] of samples.ratios.entries()) {
    const advantage = samples.advantages[i] as number;
    const sign = advantage < 0 ? -1 : 1;
    const [px, py] = [frame.x(Math.min(x[1], Math.max(x[0], ratio))), frame.y(objective(ratio, sign, clipping))];
    const radius = 2 + 4 * Math.sqrt(Math.abs(advantage) / largest);
    if (carriesGradient(ratio, sign, clipping)) {
      context.globalAlpha = 0.45;
      context.fillStyle = sign > 0 ? gain : loss;
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
