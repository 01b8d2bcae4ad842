import type { Drawing } from "./drawing.js";

/** More numbers than this are drawn as bars. */
const MOST_TILES = 24;

/** For what has no picture: every number of the observation, as a tile or as a bar from the middle. */
export const drawNumbers: Drawing = (surface, scene, colors) => {
  const { context, width, height } = surface;
  const { observation, action } = scene;
  const { muted, series, line, ink } = colors;
  const largest = observation.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  const count = observation.length;
  const caption = `observation: ${count} ${count === 1 ? "number" : "numbers"} within ±${Number(largest.toPrecision(3))}`;
  context.textBaseline = "middle";
  if (count <= MOST_TILES) {
    const columns = Math.min(count, 8);
    const rows = Math.ceil(count / columns);
    const size = Math.min(64, (width - 20) / columns, (height - 60) / rows);
    const [left, top] = [(width - size * columns) / 2, (height - 30 - size * rows) / 2];
    context.textAlign = "center";
    for (const [i, value] of observation.entries()) {
      const [x, y] = [left + (i % columns) * size, top + Math.floor(i / columns) * size];
      context.beginPath();
      context.roundRect(x + 2, y + 2, size - 4, size - 4, 6);
      context.globalAlpha = 0.12 + (0.55 * Math.abs(value)) / largest;
      context.fillStyle = (value < 0 ? series[1] : series[0]) as string;
      context.fill();
      context.globalAlpha = 1;
      context.fillStyle = ink;
      context.fillText(String(Number(value.toPrecision(2))).replace("-", "−"), x + size / 2, y + size / 2);
    }
  } else {
    const shown = Math.min(count, 400);
    const slot = (width - 20) / shown;
    const middle = (height - 30) / 2;
    context.fillStyle = line;
    context.fillRect(10, middle, width - 20, 1);
    context.fillStyle = series[0] as string;
    for (let i = 0; i < shown; i++) {
      const length = ((observation[i] as number) / largest) * (middle - 10);
      context.fillRect(10 + i * slot, middle, Math.max(1, Math.min(40, slot - 1)), -length);
    }
  }
  context.fillStyle = muted;
  context.textAlign = "left";
  context.textBaseline = "bottom";
  context.fillText(
    action ? `${caption}; action ${action.map((a) => Number(a.toPrecision(2))).join(", ")}` : caption,
    10,
    height - 2,
  );
};
