import uPlot from "uplot";
import type { Palette } from "./canvas.js";
import { tickLabel } from "./frame.js";

/** Pixels that the labels of an axis take. */
interface AxisSizes {
  readonly x: number;
  readonly y: number;
}

/** The axes of a chart of measurements, in the page's colors. */
export function plotAxes(colors: Palette, sizes: AxisSizes): uPlot.Axis[] {
  const lines = { stroke: colors.line, width: 1 };
  const axis: uPlot.Axis = {
    stroke: colors.muted,
    grid: lines,
    ticks: lines,
    font: "12px system-ui, sans-serif",
    values: (_, splits) => splits.map(tickLabel),
  };
  return [
    { ...axis, size: sizes.x },
    { ...axis, size: sizes.y },
  ];
}

/** A plot that stays as wide as its element until `close` is called. */
export function openPlot(
  element: HTMLElement,
  height: number,
  options: Omit<uPlot.Options, "width" | "height">,
  data: uPlot.AlignedData,
): { readonly plot: uPlot; readonly close: () => void } {
  const plot = new uPlot({ ...options, width: element.clientWidth, height }, data, element);
  const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
  observer.observe(element);
  return {
    plot,
    close: () => {
      observer.disconnect();
      plot.destroy();
    },
  };
}
