import { arrow, type Drawing, dot, rod } from "./drawing.js";

const TORQUE = 2;

/** Observation: cos θ, sin θ, angular velocity; θ = 0 is up, and counts counterclockwise. */
export const drawPendulum: Drawing = (surface, { observation, action }, { ink, muted, series }) => {
  const { width, height } = surface;
  const [cos = 1, sin = 0] = observation;
  const [x, y, length] = [width / 2, height / 2, 0.4 * Math.min(width, height)];
  rod(surface, [x, y], [x - sin * length, y - cos * length], 14, series[1] as string);
  dot(surface, x, y, 6, ink);
  dot(surface, x, y - length - 12, 3, muted);
  if (action) arrow(surface, x, height - 14, (-(action[0] ?? 0) / TORQUE) * 60, series[0] as string);
};
