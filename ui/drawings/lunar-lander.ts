import { type Drawing, rod } from "./drawing.js";

/** Observation: place and speed, angle and its speed, contact of both legs; the pad is at (0, 0). The moon's hills are not observed. */
const drawLander =
  (engines: (action: readonly number[]) => { main: number; side: number }): Drawing =>
  (surface, { observation, action }, { ink, muted, series }) => {
    const { context, width, height } = surface;
    const [x = 0, y = 0, , , angle = 0, , left = 0, right = 0] = observation;
    const scale = Math.min(width / 2.4, (height - 40) / 1.7);
    const ground = height - 26;
    rod(surface, [0, ground], [width, ground], 2, muted);
    rod(surface, [width / 2 - 0.2 * scale, ground], [width / 2 + 0.2 * scale, ground], 5, series[2] as string);
    context.save();
    context.translate(width / 2 + x * scale, ground - 14 - Math.max(0, y) * scale);
    context.rotate(-angle);
    const { main, side } = action ? engines(action) : { main: 0, side: 0 };
    context.fillStyle = series[1] as string;
    if (main > 0) flame(context, 0, 10, 0, 14 + 14 * main);
    if (side !== 0) flame(context, side > 0 ? -14 : 14, -4, side > 0 ? -16 : 16, 0);
    const local = { ...surface, context };
    rod(local, [-8, 4], [-16, 14], 3, left > 0 ? (series[2] as string) : ink);
    rod(local, [8, 4], [16, 14], 3, right > 0 ? (series[2] as string) : ink);
    context.fillStyle = series[0] as string;
    context.beginPath();
    context.roundRect(-13, -13, 26, 20, 5);
    context.fill();
    context.restore();
  };

function flame(context: CanvasRenderingContext2D, x: number, y: number, dx: number, dy: number): void {
  const [nx, ny] = dx === 0 ? [5, 0] : [0, 5];
  context.beginPath();
  context.moveTo(x - nx, y - ny);
  context.lineTo(x + dx, y + dy);
  context.lineTo(x + nx, y + ny);
  context.fill();
}

/** 1 fires the left engine, 2 the main one, 3 the right one. */
export const drawLunarLander = drawLander(([action]) => ({
  main: action === 2 ? 1 : 0,
  side: action === 1 ? 1 : action === 3 ? -1 : 0,
}));

/** The main engine runs above 0, the side engines beyond ±0.5. */
export const drawLunarLanderContinuous = drawLander(([main = 0, side = 0]) => ({
  main: Math.max(0, main),
  side: Math.abs(side) > 0.5 ? -Math.sign(side) : 0,
}));
