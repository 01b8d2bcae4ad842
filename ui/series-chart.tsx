import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { palette } from "./canvas.js";
import { tickLabel } from "./frame.js";
import { useTheme } from "./theme.js";

export interface SeriesLine {
  readonly label: string;
  /** Index of the series color. */
  readonly color: number;
  readonly dash?: number[];
  /** Draw the points, too: for what is measured seldom. */
  readonly points?: boolean;
}

interface SeriesChartProps {
  readonly label: string;
  readonly lines: readonly SeriesLine[];
  /** Steps, and then a column for each line. */
  readonly data: readonly (readonly (number | null)[])[];
  readonly height?: number;
}

/** Measurements over environment steps; values under the pointer are told in the legend. */
export function SeriesChart({ label, lines, data, height = 190 }: SeriesChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const theme = useTheme();
  const shape = JSON.stringify(lines);
  useEffect(() => {
    const element = host.current as HTMLDivElement;
    const colors = palette();
    const axis = {
      stroke: colors.muted,
      grid: { stroke: colors.line, width: 1 },
      ticks: { stroke: colors.line, width: 1 },
      font: "12px system-ui, sans-serif",
      values: (_: uPlot, splits: number[]) => splits.map(tickLabel),
    };
    // Under the pointer, or else the latest.
    const value = (plot: uPlot, raw: number | null, series: number, index: number | null) => {
      const told =
        index === null
          ? (plot.data[series] as (number | null)[] | undefined)?.findLast((latest) => typeof latest === "number")
          : raw;
      return told === null || told === undefined ? "–" : tickLabel(told);
    };
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height,
        scales: { x: { time: false } },
        axes: [
          { ...axis, size: 28 },
          { ...axis, size: 60 },
        ],
        cursor: { y: false, drag: { x: false, y: false } },
        series: [
          { label: "steps", value },
          ...lines.map(({ label, color, dash, points = false }) => ({
            label,
            stroke: colors.series[color] as string,
            width: 2,
            spanGaps: true,
            value,
            points: { show: points, size: 6, fill: colors.series[color] as string },
            ...(dash && { dash }),
          })),
        ],
      },
      data as uPlot.AlignedData,
      element,
    );
    chart.current = plot;
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [shape, theme, height]);
  useEffect(() => chart.current?.setData(data as uPlot.AlignedData));
  return <div ref={host} class="series" role="img" aria-label={label} />;
}
