import type { Palette, Surface } from "../../../ui/canvas.js";
import { Diagram } from "../../../ui/diagram.js";
import { drawFrame } from "../../../ui/frame.js";
import { SeriesChart } from "../../../ui/series-chart.js";
import { type Bin, familyOf, weightFigures } from "../figures/index.js";
import { useLive } from "../hooks.js";
import { LecturePanel } from "./lecture-panel.js";
import type { PanelSource } from "./panel-source.js";

/** Importance weights of the last batch, and how many samples it was worth. */
export function WeightPanel({ session, prefix }: PanelSource) {
  const host = useLive(session);
  const { history } = session;
  const { whole, bins, effectiveShare } = weightFigures(history);
  return (
    <LecturePanel
      id={`${prefix}weights`}
      host={host}
      title={whole ? "Weights of whole trajectories" : "Importance weights after the update"}
      formula={whole ? "trajectoryWeights" : "weights"}
    >
      {session.experiment.algorithm === "sac" ? (
        <p class="note">
          Soft Actor-Critic samples actions anew from the current policy and a learned Q: it needs no importance
          weights.
        </p>
      ) : (
        <>
          <Diagram
            label={bins.map((bin) => `${edges(bin)}: ${(100 * bin.share).toFixed(0)} %`).join(", ") || "No weights yet"}
            draw={(surface, colors) => drawBins(surface, colors, bins)}
          />
          <p class="note">
            {effectiveShare === undefined
              ? "The weights of every update will be counted here."
              : `The last batch was worth ${(100 * effectiveShare).toFixed(1)} % of its ${whole ? "trajectories" : "samples"}.`}
          </p>
          <SeriesChart
            label="Effective share of the samples over steps"
            lines={[{ label: "ESS / N", color: 0 }]}
            data={history.columns([`${familyOf(history)}/effective_share`])}
            height={120}
          />
        </>
      )}
    </LecturePanel>
  );
}

const edges = ({ low, high }: Bin) =>
  low === 0 ? `<${high}` : high === Number.POSITIVE_INFINITY ? `>${low}` : `${low}`;

function drawBins(surface: Surface, colors: Palette, bins: readonly Bin[]): void {
  const { context } = surface;
  const count = Math.max(1, bins.length);
  // A label at every second edge, where there is little room.
  const every = surface.width < 420 ? 2 : 1;
  const frame = drawFrame(surface, colors, {
    x: [0, count],
    y: [0, 1],
    xLabel: "weight",
    yLabel: "share of the samples",
    xTicks: bins
      .flatMap((bin, i) =>
        i === 0 || i === count - 1
          ? [{ at: i + 0.5, label: edges(bin) }]
          : i % every === 0 || every === 1
            ? [{ at: i, label: edges(bin) }]
            : [],
      )
      .filter(({ at }) => at !== 1),
  });
  context.fillStyle = colors.series[0] as string;
  for (const [i, { share }] of bins.entries()) {
    const [left, right] = [frame.x(i), frame.x(i + 1)];
    context.fillRect(left + 1, frame.y(share), right - left - 2, frame.y(0) - frame.y(share));
  }
}
