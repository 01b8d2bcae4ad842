import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { RunSummary } from "../../src/dashboard/index.js";
import { bandOf } from "./band.js";
import type { Group } from "./groups.js";
import { OverlayChart, type OverlayLine } from "./overlay-chart.js";
import { useCurves } from "./use-curves.js";
import { useTurn } from "./use-turn.js";

export interface Zoom {
  readonly from: number;
  readonly to: number;
}

interface CurveCardProps {
  readonly metric: string;
  /** What other cards show, so that the runs are read once for all. */
  readonly others: readonly string[];
  readonly groups: readonly Group[];
  readonly x: "steps" | "seconds";
  readonly smoothing: number;
  readonly zoom: Zoom | undefined;
  readonly onZoom: (zoom: Zoom | undefined) => void;
  readonly onRemove?: () => void;
}

/** Points of all curves of a chart together that are asked for: what can be drawn at once without waiting. */
const MOST_POINTS = 60_000;

/** One metric of all selected runs. */
export function CurveCard({ metric, others, groups, x, smoothing, zoom, onZoom, onRemove }: CurveCardProps) {
  const card = useRef<HTMLElement>(null);
  const seen = useSeen(card);
  const runs = useMemo(() => groups.flatMap((group) => group.runs), [groups]);
  const intervals = Math.max(100, Math.min(600, Math.floor(MOST_POINTS / 2 / Math.max(1, runs.length))));
  const { state, failed } = useCurves(
    {
      curves: seen ? runs.map(({ id }) => ({ run: id, metric })) : [],
      x,
      from: zoom?.from,
      to: zoom?.to,
      intervals,
      smoothing,
      others,
    },
    versionOf(runs),
  );
  // One chart at a time, so that the page answers in between.
  const [shownState, shownGroups] = useTurn(state, groups);
  const drawing = useMemo(() => shownState && draw(shownState, shownGroups), [shownState, shownGroups]);
  const id = `curve-${metric.replace(/[^\w]/g, "-")}`;
  const range = drawing && (zoom ? ([zoom.from, zoom.to] as const) : drawing.extent);
  return (
    <section
      class="card"
      ref={card}
      aria-labelledby={id}
      data-metric={metric}
      data-pending={state?.data.pending.length}
      data-places={drawing?.x.length}
      data-last={drawing?.x.at(-1)}
    >
      <div class="card-head">
        <h2 id={id}>{metric}</h2>
        {onRemove && (
          <button type="button" class="quiet" onClick={onRemove} aria-label={`Remove the chart of ${metric}`}>
            ✕
          </button>
        )}
      </div>
      {drawing && range ? (
        <OverlayChart
          label={`${metric} over ${x === "steps" ? "environment steps" : "seconds"}: ${drawing.lines.length} curves of ${runs.length} runs`}
          xLabel={x === "steps" ? "step" : "second"}
          x={drawing.x}
          lines={drawing.lines}
          range={range}
          height={220}
          onZoom={(from, to) => onZoom({ from, to })}
        />
      ) : (
        <p class="note placeholder">
          {runs.length === 0
            ? "Choose a run from the list."
            : state
              ? "None of these runs has measured this yet."
              : "Reading …"}
        </p>
      )}
      {state && state.data.pending.length > 0 && <p class="note">Reading {state.data.pending.length} more runs …</p>}
      {failed && <p class="note">The dashboard does not answer; asking again.</p>}
    </section>
  );
}

const versionOf = (runs: readonly RunSummary[]) => runs.map(({ version }) => version).join();

interface Drawn {
  readonly x: Float64Array;
  readonly lines: readonly OverlayLine[];
  readonly extent: readonly [number, number];
}

function draw(state: NonNullable<ReturnType<typeof useCurves>["state"]>, groups: readonly Group[]): Drawn | undefined {
  const { data, query } = state;
  if (data.extent === null || data.x.length === 0) return undefined;
  const curves = new Map(query.curves.map(({ run }, i) => [run, data.y[i] as Float32Array]));
  const lines = groups.flatMap(({ key, label, color, dash, runs }): OverlayLine[] => {
    const members = runs
      .flatMap(({ id }) => curves.get(id) ?? [])
      .filter((values) => values.some((v) => !Number.isNaN(v)));
    const [only] = members;
    if (only === undefined) return [];
    if (members.length === 1) return [{ key, label, color, dash, values: only }];
    const { mean, low, high } = bandOf(members);
    return [{ key, label, color, dash, values: mean, band: { low, high } }];
  });
  return lines.length === 0 ? undefined : { x: data.x, lines, extent: data.extent };
}

/** Whether the element has come into sight: what nobody has scrolled to is not asked for. */
function useSeen(element: { readonly current: HTMLElement | null }): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (seen || !element.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setSeen(true);
      },
      { rootMargin: "200px" },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [seen]);
  return seen;
}
