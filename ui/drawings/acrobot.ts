import { arrow, type Drawing, dot, rod } from "./drawing.js";

/** Observation: cosine and sine of both angles, and their speeds; 0 hangs down. */
export const drawAcrobot: Drawing = (surface, { observation, action }, { ink, muted, series }) => {
  const { width, height } = surface;
  const [cos1 = 1, sin1 = 0, cos2 = 1, sin2 = 0] = observation;
  const length = Math.min(width, height) / 4.8;
  const pivot: [number, number] = [width / 2, height * 0.5];
  const joint: [number, number] = [pivot[0] + sin1 * length, pivot[1] + cos1 * length];
  const [sin, cos] = [sin1 * cos2 + cos1 * sin2, cos1 * cos2 - sin1 * sin2];
  const tip: [number, number] = [joint[0] + sin * length, joint[1] + cos * length];
  rod(surface, [width * 0.15, pivot[1] - length], [width * 0.85, pivot[1] - length], 1, muted);
  rod(surface, pivot, joint, 10, series[0] as string);
  rod(surface, joint, tip, 10, series[1] as string);
  dot(surface, ...pivot, 5, ink);
  dot(surface, ...joint, 5, ink);
  if (action) arrow(surface, width / 2, height - 14, ((action[0] ?? 1) - 1) * 40, series[0] as string);
};
