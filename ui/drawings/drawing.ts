import type { Palette, Surface } from "../canvas.js";
import type { Scene } from "../scene.js";

/** Draws one moment of an environment. */
export type Drawing = (surface: Surface, scene: Scene, colors: Palette) => void;

/** Where a horizontal arrow of a force or torque lies: −1 to 1. */
export function arrow({ context }: Surface, x: number, y: number, length: number, color: string): void {
  if (Math.abs(length) < 1) return;
  const head = Math.sign(length) * Math.min(8, Math.abs(length));
  context.strokeStyle = color;
  context.fillStyle = color;
  context.lineWidth = 3;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + length - head, y);
  context.stroke();
  context.beginPath();
  context.moveTo(x + length, y);
  context.lineTo(x + length - head, y - 6);
  context.lineTo(x + length - head, y + 6);
  context.fill();
}

export function dot({ context }: Surface, x: number, y: number, radius: number, color: string): void {
  context.fillStyle = color;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

export function rod(
  { context }: Surface,
  from: readonly [number, number],
  to: readonly [number, number],
  width: number,
  color: string,
): void {
  context.strokeStyle = color;
  context.lineWidth = width;
  context.lineCap = "round";
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  context.stroke();
  context.lineCap = "butt";
}
