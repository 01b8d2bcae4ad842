import type { Palette, Surface } from "./canvas.js";

type Range = readonly [low: number, high: number];

/** A drawing's coordinates, with axes. */
export interface Frame {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

export interface Axes {
  readonly x: Range;
  readonly y: Range;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly xTicks?: readonly { readonly at: number; readonly label: string }[];
  /** Leave out the numbers at the left. */
  readonly yHidden?: boolean;
}

const MARGIN = { left: 46, right: 12, top: 22, bottom: 36 };

/** Draws axes, and tells where values lie. */
export function drawFrame({ context, width, height }: Surface, colors: Palette, axes: Axes): Frame {
  const left = axes.yHidden ? 14 : MARGIN.left;
  const scale = ([low, high]: Range, from: number, to: number) => {
    const span = high - low || 1;
    return (value: number) => from + ((value - low) / span) * (to - from);
  };
  const x = scale(axes.x, left, width - MARGIN.right);
  const y = scale(axes.y, height - MARGIN.bottom, MARGIN.top);
  context.lineWidth = 1;
  context.strokeStyle = colors.line;
  context.fillStyle = colors.muted;
  context.textAlign = "center";
  context.textBaseline = "top";
  const xTicks = axes.xTicks ?? ticks(axes.x, width / 80).map((at) => ({ at, label: tickLabel(at) }));
  for (const { at, label } of xTicks) {
    line(context, x(at), MARGIN.top, x(at), height - MARGIN.bottom);
    context.fillText(label, x(at), height - MARGIN.bottom + 4);
  }
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const at of ticks(axes.y, height / 50)) {
    line(context, left, y(at), width - MARGIN.right, y(at));
    if (!axes.yHidden) context.fillText(tickLabel(at), left - 5, y(at));
  }
  context.textBaseline = "bottom";
  context.textAlign = "right";
  context.fillText(axes.xLabel, width - MARGIN.right, height - 1);
  context.textBaseline = "top";
  context.textAlign = "left";
  context.fillText(axes.yLabel, axes.yHidden ? left : 4, 3);
  return { x, y };
}

export function line(context: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

export function curve(
  context: CanvasRenderingContext2D,
  points: readonly (readonly [number, number])[],
  color: string,
  { width = 2, dash = [] }: { width?: number; dash?: readonly number[] } = {},
): void {
  context.save();
  context.strokeStyle = color;
  context.lineWidth = width;
  context.lineJoin = "round";
  context.setLineDash([...dash]);
  context.beginPath();
  for (const [index, [x, y]] of points.entries()) index === 0 ? context.moveTo(x, y) : context.lineTo(x, y);
  context.stroke();
  context.restore();
}

/** Round numbers within a range: steps of 1, 2 or 5 times a power of ten. */
export function ticks([low, high]: Range, count: number): number[] {
  const raw = (high - low) / Math.max(1, count);
  if (!(raw > 0) || !Number.isFinite(raw)) return [low];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5].find((factor) => factor * power >= raw) ?? 10) * power;
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}

export function tickLabel(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 1e6) return `${Number((value / 1e6).toPrecision(3))}M`;
  if (size >= 1e4) return `${Number((value / 1e3).toPrecision(3))}k`;
  if (size < 1e-3) return value.toExponential(0).replace("-", "−");
  return String(Number(value.toPrecision(3))).replace("-", "−");
}
