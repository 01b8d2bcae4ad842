import type { Drawing } from "./drawing.js";

/** For what has no picture: every number of the observation as a bar from the middle. */
export const drawNumbers: Drawing = ({ context, width, height }, { observation }, { muted, series, line }) => {
  const count = Math.min(observation.length, 48);
  const slot = (width - 20) / count;
  const middle = (height - 16) / 2;
  const largest = observation.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  context.fillStyle = line;
  context.fillRect(10, middle, width - 20, 1);
  context.fillStyle = series[0] as string;
  for (let i = 0; i < count; i++) {
    const length = ((observation[i] as number) / largest) * (middle - 10);
    context.fillRect(10 + i * slot + 1, middle, Math.max(1, Math.min(40, slot - 2)), -length);
  }
  context.fillStyle = muted;
  context.textAlign = "left";
  context.textBaseline = "bottom";
  context.fillText(
    `observation: ${observation.length} numbers within ±${Number(largest.toPrecision(3))}`,
    10,
    height - 2,
  );
};
