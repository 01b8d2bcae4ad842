import { arrow, type Drawing, dot, rod } from "./drawing.js";

const [LEFT, RIGHT] = [-1.2, 0.6];
const hill = (position: number) => 0.45 * Math.sin(3 * position) + 0.55;

/** Observation: position, velocity. `push`: −1 to 1 for an action; `goal`: position of the flag. */
const drawHill =
  (goal: number, push: (action: number) => number): Drawing =>
  (surface, { observation, action }, { ink, muted, series }) => {
    const { width, height } = surface;
    const x = (position: number) => ((position - LEFT) / (RIGHT - LEFT)) * (width - 30) + 15;
    const y = (position: number) => height - 24 - hill(position) * (height - 70);
    const steps = 60;
    for (let i = 0; i < steps; i++) {
      const [from, to] = [i, i + 1].map((k) => LEFT + ((RIGHT - LEFT) * k) / steps) as [number, number];
      rod(surface, [x(from), y(from)], [x(to), y(to)], 2, muted);
    }
    rod(surface, [x(goal), y(goal)], [x(goal), y(goal) - 34], 2, ink);
    const { context } = surface;
    context.fillStyle = series[2] as string;
    context.beginPath();
    context.moveTo(x(goal), y(goal) - 34);
    context.lineTo(x(goal) - 18, y(goal) - 27);
    context.lineTo(x(goal), y(goal) - 20);
    context.fill();
    const [position = -0.5] = observation;
    dot(surface, x(position), y(position) - 9, 9, series[1] as string);
    if (action) arrow(surface, x(position), y(position) - 28, push(action[0] ?? 0) * 30, series[0] as string);
  };

export const drawMountainCar = drawHill(0.5, (action) => action - 1);
export const drawMountainCarContinuous = drawHill(0.45, (action) => Math.max(-1, Math.min(1, action)));
