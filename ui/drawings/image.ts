import type { Drawing } from "./drawing.js";

/** An observation that is an image, [row, column, channel] from 0 to 255: one picture per channel. */
export const drawImage =
  (rows: number, columns: number, channels: number): Drawing =>
  ({ context, width, height }, { observation }, { ink, line, muted }) => {
    const size = Math.min((width - 20 * (channels + 1)) / (columns * channels), (height - 44) / rows);
    const total = channels * columns * size + (channels - 1) * 20;
    context.textAlign = "center";
    context.textBaseline = "top";
    for (let channel = 0; channel < channels; channel++) {
      const left = (width - total) / 2 + channel * (columns * size + 20);
      context.strokeStyle = line;
      context.strokeRect(left - 1, 11, columns * size + 2, rows * size + 2);
      context.fillStyle = ink;
      for (let i = 0; i < rows * columns; i++) {
        context.globalAlpha = Math.min(1, (observation[i * channels + channel] as number) / 255);
        context.fillRect(left + (i % columns) * size, 12 + Math.floor(i / columns) * size, size, size);
      }
      context.globalAlpha = 1;
      context.fillStyle = muted;
      context.fillText(`channel ${channel}`, left + (columns * size) / 2, rows * size + 20);
    }
  };
