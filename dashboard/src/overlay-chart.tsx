import { useEffect, useRef, useState } from "preact/hooks";
import type uPlot from "uplot";
import { palette } from "../../ui/canvas.js";
import { tickLabel } from "../../ui/frame.js";
import { openPlot, plotAxes } from "../../ui/plot.js";
import { useTheme } from "../../ui/theme.js";

/** Dashes for when there are more curves than colors. */
export const DASHES: readonly (readonly number[])[] = [[], [7, 4], [2, 3]];

export interface OverlayLine {
  readonly key: string;
  readonly label: string;
  readonly color: number;
  readonly dash: number;
  /** [places] */
  readonly values: Float32Array;
  /** How far the runs behind this curve lie apart. */
  readonly band?: { readonly low: Float32Array; readonly high: Float32Array };
}

interface OverlayChartProps {
  readonly label: string;
  readonly xLabel: string;
  /** [places], ascending */
  readonly x: Float64Array;
  readonly lines: readonly OverlayLine[];
  readonly range: readonly [number, number];
  readonly height: number;
  readonly onZoom: (from: number, to: number) => void;
}

interface Pointed {
  readonly x: number;
  readonly values: readonly (number | null)[];
  readonly nearest: number | undefined;
}

/** More curves than this are not listed below the chart; the one at the pointer is. */
const MOST_LISTED = 10;

/** Many curves in one frame, with bands; dragging over it zooms. */
export function OverlayChart({ label, xLabel, x, lines, range, height, onZoom }: OverlayChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const current = useRef({ range, onZoom, lines });
  current.current = { range, onZoom, lines };
  const [pointed, setPointed] = useState<Pointed>();
  const theme = useTheme();
  const shape = JSON.stringify(lines.map(({ key, color, dash, band }) => [key, color, dash, band !== undefined]));
  const data = alignedData(x, lines);

  useEffect(() => {
    const element = host.current as HTMLDivElement;
    const colors = palette();
    const series: uPlot.Series[] = [{}];
    const bands: uPlot.Band[] = [];
    for (const { color, dash, band } of lines) {
      const stroke = colors.series[color] as string;
      if (band) {
        bands.push({ series: [series.length, series.length + 1], fill: `${stroke}30` });
        const edge = { stroke: "transparent", width: 0, spanGaps: true, points: { show: false } };
        series.push({ ...edge }, { ...edge });
      }
      series.push({
        stroke,
        width: lines.length > 40 ? 1 : 1.8,
        spanGaps: true,
        dash: [...(DASHES[dash] ?? [])],
        // A single measurement has no line to be seen by.
        points: { show: lines.length <= 20 && x.length < 60, size: 5, fill: stroke },
      });
    }
    const { plot, close } = openPlot(
      element,
      height,
      {
        scales: { x: { time: false, range: () => widened(current.current.range) } },
        axes: plotAxes(colors, { x: 30, y: 54 }),
        legend: { show: false },
        cursor: { y: false, drag: { x: true, y: false, setScale: false }, points: { show: false } },
        series,
        bands,
        hooks: {
          setSelect: [
            (u) => {
              const { left, width } = u.select;
              if (width < 4) return;
              u.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
              current.current.onZoom(u.posToVal(left, "x"), u.posToVal(left + width, "x"));
            },
          ],
          setCursor: [(u) => setPointed(pointAt(u, current.current.lines))],
        },
      },
      data,
    );
    chart.current = plot;
    return () => {
      close();
      chart.current = null;
    };
  }, [shape, theme, height]);

  const drawn = useRef<unknown>(undefined);
  useEffect(() => {
    // Not again when only the pointer has moved.
    if (drawn.current === x && chart.current?.data === data) return;
    drawn.current = x;
    chart.current?.setData(data);
  }, [x, shape, range[0], range[1]]);

  return (
    <div class="overlay">
      <div ref={host} class="series" role="img" aria-label={label} style={{ minHeight: `${height}px` }} />
      <Legend lines={lines} pointed={pointed} xLabel={xLabel} />
    </div>
  );
}

function Legend({
  lines,
  pointed,
  xLabel,
}: {
  readonly lines: readonly OverlayLine[];
  readonly pointed: Pointed | undefined;
  readonly xLabel: string;
}) {
  const nearest = pointed?.nearest;
  const listed = lines.length <= MOST_LISTED;
  return (
    <div class="curve-legend">
      <p class="note">
        {pointed
          ? `${xLabel} ${tickLabel(pointed.x)}`
          : listed
            ? ""
            : `${lines.length} curves; point at one to see which`}
        {pointed && !listed && nearest !== undefined && (
          <>
            {" · "}
            <Swatch line={lines[nearest]} /> {lines[nearest]?.label}: {value(pointed.values[nearest])}
          </>
        )}
      </p>
      {listed && (
        <ul>
          {lines.map((line, i) => (
            <li key={line.key} class={nearest === i ? "nearest" : ""}>
              <Swatch line={line} /> <span>{line.label}</span>
              {pointed && <b>{value(pointed.values[i])}</b>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** How a curve is drawn. */
export function Swatch({ line }: { readonly line: Pick<OverlayLine, "color" | "dash"> | undefined }) {
  if (!line) return null;
  return (
    <svg class="swatch" viewBox="0 0 24 8" width="24" height="8" aria-hidden="true">
      <line
        x1="0"
        x2="24"
        y1="4"
        y2="4"
        stroke={`var(--series-${line.color + 1})`}
        stroke-width="3"
        stroke-dasharray={DASHES[line.dash]?.join(" ") ?? ""}
      />
    </svg>
  );
}

const value = (number: number | null | undefined) =>
  number === null || number === undefined ? "–" : tickLabel(number);

/** A single place has no width that axes could be drawn over. */
const widened = ([from, to]: readonly [number, number]): [number, number] =>
  from < to ? [from, to] : [from - 1, from + 1];

function pointAt(u: uPlot, lines: readonly OverlayLine[]): Pointed | undefined {
  const { idx, top } = u.cursor;
  if (idx === null || idx === undefined || top === undefined || top < 0) return undefined;
  const values: (number | null)[] = [];
  let nearest: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [i, line] of lines.entries()) {
    const found = around(line.values, idx);
    values.push(found);
    if (found === null) continue;
    const distance = Math.abs(u.valToPos(found, "y") - top);
    if (distance < least) [least, nearest] = [distance, i];
  }
  return { x: u.data[0][idx] as number, values, nearest };
}

/** The value at a place, or the one before it: most curves have none at the places of others. */
function around(values: Float32Array, index: number): number | null {
  for (let i = index; i >= 0 && i > index - 400; i--) {
    const found = values[i] as number;
    if (!Number.isNaN(found)) return found;
  }
  return null;
}

function alignedData(x: Float64Array, lines: readonly OverlayLine[]): uPlot.AlignedData {
  const columns = lines.flatMap(({ values, band }) =>
    band ? [withGaps(band.high), withGaps(band.low), withGaps(values)] : [withGaps(values)],
  );
  return [x, ...columns] as uPlot.AlignedData;
}

const gaps = new WeakMap<Float32Array, (number | null)[]>();

/** uPlot takes null, not NaN, for what is missing. */
function withGaps(values: Float32Array): (number | null)[] {
  let found = gaps.get(values);
  if (found === undefined) {
    found = Array.from(values, (number) => (Number.isFinite(number) ? number : null));
    gaps.set(values, found);
  }
  return found;
}
