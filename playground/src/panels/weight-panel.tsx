import type { Palette, Surface } from "../../../ui/canvas.js";
import { Diagram } from "../../../ui/diagram.js";
import { drawFrame } from "../../../ui/frame.js";
import { Panel } from "../../../ui/panel.js";
import { SeriesChart } from "../../../ui/series-chart.js";
import type { History } from "../history.js";
import type { Session } from "../session.js";

interface Bin {
  readonly label: string;
  readonly share: number;
}

/** Importance weights of the last batch, and how many samples it was worth. */
export function WeightPanel({ session }: { readonly session: Session }) {
  const { history } = session;
  const family = history.latest("weights/effective_share") === undefined ? "ratios" : "weights";
  const bins = binsOf(history, family);
  const effective = history.latest(`${family}/effective_share`);
  const whole = family === "weights";
  return (
    <Panel
      id="weights"
      title={whole ? "Weights of whole trajectories" : "Importance weights after the update"}
      tex={
        whole
          ? String.raw`w(\tau) = \prod_t \frac{\pi(a_t|s_t)}{\mu(a_t|s_t)},\qquad \mathrm{ESS} = \frac{(\sum w)^2}{\sum w^2}`
          : String.raw`\rho = \frac{\pi(a|s)}{\mu(a|s)},\qquad \mathrm{ESS} = \frac{(\sum \rho)^2}{\sum \rho^2}`
      }
    >
      {session.experiment.algorithm === "sac" ? (
        <p class="note">
          Soft Actor-Critic samples actions anew from the current policy and a learned Q: it needs no importance
          weights.
        </p>
      ) : (
        <>
          <Diagram
            label={
              bins.map(({ label, share }) => `${label}: ${(100 * share).toFixed(0)} %`).join(", ") || "No weights yet"
            }
            draw={(surface, colors) => drawBins(surface, colors, bins)}
          />
          <p class="note">
            {effective === undefined
              ? "The weights of every update will be counted here."
              : `The last batch was worth ${(100 * effective).toFixed(1)} % of its ${whole ? "trajectories" : "samples"}.`}
          </p>
          <SeriesChart
            label="Effective share of the samples over steps"
            lines={[{ label: "ESS / N", color: 0 }]}
            data={history.columns([`${family}/effective_share`])}
            height={120}
          />
        </>
      )}
    </Panel>
  );
}

function binsOf(history: History, family: string): Bin[] {
  const prefix = `${family}/histogram/`;
  return history.metricNames
    .filter((name) => name.startsWith(prefix))
    .map((name) => {
      const label = name.slice(prefix.length);
      const [low, high] = label.startsWith("below_")
        ? [0, Number(label.slice(6))]
        : label.startsWith("above_")
          ? [Number(label.slice(6)), Number.POSITIVE_INFINITY]
          : (label.split("_to_").map(Number) as [number, number]);
      const shown = low === 0 ? `<${high}` : high === Number.POSITIVE_INFINITY ? `>${low}` : `${low}`;
      return { label: shown, share: history.latest(name) ?? 0, low };
    })
    .sort((a, b) => a.low - b.low);
}

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
      .flatMap(({ label }, i) =>
        i === 0 || i === count - 1
          ? [{ at: i + 0.5, label }]
          : i % every === 0 || every === 1
            ? [{ at: i, label }]
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
