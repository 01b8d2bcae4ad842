import type { TabularMdp } from "proximal/oracle";
import type { Drawing } from "../../ui/drawings/drawing.js";

/** States as fields, the current one filled; a grid world as its grid, other processes in a row. */
export const drawStates =
  ({ states, terminal, name }: TabularMdp): Drawing =>
  ({ context, width, height }, { observation, action }, { ink, muted, line, series, surface }) => {
    const columns = name.startsWith("Gridworld") ? Math.round(Math.sqrt(states)) : states;
    const rows = Math.ceil(states / columns);
    const size = Math.min((width - 20) / columns, (height - 20) / rows, 80);
    const [left, top] = [(width - size * columns) / 2, (height - size * rows) / 2];
    const current = observation.indexOf(1);
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (let state = 0; state < states; state++) {
      const [x, y] = [left + (state % columns) * size, top + Math.floor(state / columns) * size];
      context.fillStyle = state === current ? (series[0] as string) : terminal[state] === 1 ? line : "transparent";
      context.beginPath();
      context.roundRect(x + 3, y + 3, size - 6, size - 6, 6);
      context.fill();
      context.strokeStyle = muted;
      context.lineWidth = 1;
      context.stroke();
      context.fillStyle = state === current ? surface : terminal[state] === 1 ? muted : ink;
      const label = terminal[state] === 1 ? "end" : `s${state}`;
      const move = state === current && action ? ` ${columns < states ? "↑→↓←"[action[0] ?? 0] : `a${action[0]}`}` : "";
      context.fillText(label + move, x + size / 2, y + size / 2);
    }
  };
