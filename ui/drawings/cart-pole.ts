import { arrow, type Drawing, dot, rod } from "./drawing.js";

const EDGE = 2.4;
const POLE = 1;

/** Observation: position, velocity, angle, angular velocity. */
export const drawCartPole: Drawing = (surface, { observation, action }, { ink, muted, series }) => {
  const { context, width, height } = surface;
  const [position = 0, , angle = 0] = observation;
  const scale = Math.min(width / (2 * EDGE + 1), height / 2.2);
  const [x, y] = [width / 2 + position * scale, height * 0.75];
  rod(surface, [width / 2 - EDGE * scale, y], [width / 2 + EDGE * scale, y], 2, muted);
  const [w, h] = [0.5 * scale, 0.28 * scale];
  context.fillStyle = ink;
  context.beginPath();
  context.roundRect(x - w / 2, y - h / 2, w, h, 4);
  context.fill();
  const top = y - h / 2;
  const tip: [number, number] = [x + Math.sin(angle) * POLE * scale, top - Math.cos(angle) * POLE * scale];
  rod(surface, [x, top], tip, Math.max(5, 0.09 * scale), series[1] as string);
  dot(surface, x, top, 4, series[0] as string);
  if (action)
    arrow(surface, x + (action[0] === 1 ? w / 2 + 4 : -w / 2 - 4), y, action[0] === 1 ? 26 : -26, series[0] as string);
};
