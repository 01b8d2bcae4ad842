import type { Picture } from "proximal/environments";
import type { Palette, Surface } from "../canvas.js";

/** Draws what an environment tells of itself. */
export function drawPicture({ context, width, height }: Surface, { view, shapes }: Picture, colors: Palette): void {
  const { ink, muted, line, series } = colors;
  const scale = Math.min(width / (view.right - view.left), height / (view.top - view.bottom));
  const left = (width - scale * (view.right - view.left)) / 2;
  const bottom = (height + scale * (view.top - view.bottom)) / 2;
  const fills = { ground: line, body: series[0], limb: series[1], goal: series[2], flame: series[4] } as const;
  context.lineJoin = "round";
  for (const { points, part } of shapes) {
    context.beginPath();
    for (let i = 0; i + 1 < points.length; i += 2) {
      context.lineTo(
        left + ((points[i] as number) - view.left) * scale,
        bottom - ((points[i + 1] as number) - view.bottom) * scale,
      );
    }
    if (points.length > 4) {
      context.closePath();
      context.fillStyle = fills[part] as string;
      context.fill();
      context.lineWidth = 1;
      context.strokeStyle = part === "ground" ? muted : ink;
    } else {
      context.lineWidth = part === "goal" ? 4 : 2;
      context.strokeStyle = part === "ground" ? muted : (fills[part] as string);
    }
    context.stroke();
  }
}
