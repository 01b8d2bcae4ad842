import { useEffect, useRef } from "preact/hooks";
import type uPlot from "uplot";
import { palette } from "./canvas.js";
import { tickLabel } from "./frame.js";
import { openPlot, plotAxes } from "./plot.js";
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
    // Under the pointer, or else the latest.
    const value = (plot: uPlot, raw: number | null, series: number, index: number | null) => {
      const told =
        index === null
          ? (plot.data[series] as (number | null)[] | undefined)?.findLast((latest) => typeof latest === "number")
          : raw;
      return told === null || told === undefined ? "–" : tickLabel(told);
    };
    const { plot, close } = openPlot(
      element,
      height,
      {
        scales: { x: { time: false } },
        axes: plotAxes(colors, { x: 28, y: 60 }),
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
    );
    chart.current = plot;
    return close;
  }, [shape, theme, height]);
  useEffect(() => chart.current?.setData(data as uPlot.AlignedData));
  return <div ref={host} class="series" role="img" aria-label={label} />;
}
