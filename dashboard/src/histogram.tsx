import type { RunSummary } from "../../src/dashboard/index.js";
import type { Palette, Surface } from "../../ui/canvas.js";
import { Diagram } from "../../ui/diagram.js";
import { tickLabel } from "../../ui/frame.js";
import { Panel } from "../../ui/panel.js";
import { useMetrics } from "./run-details.js";

interface HistogramProps {
  readonly id: string;
  readonly title: string;
  readonly tex: string;
  readonly run: RunSummary;
  readonly prefix: string;
  readonly metrics: readonly string[];
}

/** How values were distributed over the run: a column per moment, the darker the more of them; and the newest as bars. */
export function Histogram({ id, title, tex, run, prefix, metrics }: HistogramProps) {
  const names = metrics.filter((name) => name.startsWith(prefix)).sort((a, b) => lowEnd(a, prefix) - lowEnd(b, prefix));
  const data = useMetrics(run, names);
  const [steps = [], ...shares] = data ?? [];
  if (steps.length === 0) return null;
  const labels = names.map((name) => name.slice(prefix.length).replaceAll("_", " "));
  const newest = shares.map((column) => column.findLast((value) => value !== null) ?? 0);
  return (
    <Panel id={id} title={title} tex={tex}>
      <Diagram
        label={`${title} over environment steps: shares of the values in ${labels.length} intervals`}
        draw={(surface, colors) => drawHeat(surface, colors, steps, shares, labels)}
      />
      <ul class="policy" aria-label="Newest shares">
        {labels.map((label, i) => (
          <li key={label}>
            <span>{label}</span>
            <span class="bar">
              <span style={{ width: `${100 * (newest[i] ?? 0)}%` }} />
            </span>
            <span class="number">{((newest[i] ?? 0) * 100).toFixed(1)} %</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Where an interval begins: `below_…` before all others. */
function lowEnd(name: string, prefix: string): number {
  const interval = name.slice(prefix.length);
  if (interval.startsWith("below")) return Number.NEGATIVE_INFINITY;
  if (interval.startsWith("above")) return Number.POSITIVE_INFINITY;
  return Number.parseFloat(interval);
}

function drawHeat(
  { context, width, height }: Surface,
  colors: Palette,
  steps: readonly (number | null)[],
  shares: readonly (readonly (number | null)[])[],
  labels: readonly string[],
): void {
  const [left, bottom] = [92, 18];
  const cell = (height - bottom) / shares.length;
  const columns = Math.min(steps.length, Math.max(1, Math.floor(width - left)));
  context.fillStyle = colors.series[0] as string;
  for (const [row, column] of shares.entries()) {
    const y = height - bottom - (row + 1) * cell;
    for (let i = 0; i < columns; i++) {
      const share = column[Math.floor((i * steps.length) / columns)] ?? 0;
      if (share <= 0) continue;
      // The root, so that small shares are seen at all.
      context.globalAlpha = Math.min(1, Math.sqrt(share));
      context.fillRect(left + (i * (width - left)) / columns, y, (width - left) / columns + 0.5, cell - 1);
    }
  }
  context.globalAlpha = 1;
  context.fillStyle = colors.muted;
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const [row, label] of labels.entries()) {
    if (cell >= 11 || row % 2 === 0) context.fillText(label, left - 6, height - bottom - (row + 0.5) * cell, left - 8);
  }
  context.textBaseline = "bottom";
  context.fillText(tickLabel(steps.at(-1) ?? 0), width, height);
  context.textAlign = "left";
  context.fillText(tickLabel(steps[0] ?? 0), left, height);
}
