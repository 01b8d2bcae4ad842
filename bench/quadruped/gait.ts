import { writeFileSync } from "node:fs";

const WIDTH = 900;
const ROW = 26;
const LEFT = 110;

/** Draws when each foot is on the ground: one bar per stance, time to the right. `contacts`: [steps, feet], 0 or 1. */
export function drawGait(
  path: string,
  contacts: readonly (readonly number[])[],
  feet: readonly string[],
  secondsPerStep: number,
): void {
  const steps = contacts.length;
  const x = (step: number) => LEFT + ((WIDTH - LEFT) * step) / steps;
  const bars = feet.flatMap((name, foot) => {
    const y = 10 + foot * ROW;
    const stances: string[] = [];
    for (let start = 0; start < steps; start++) {
      if (contacts[start]?.[foot] !== 1 || (start > 0 && contacts[start - 1]?.[foot] === 1)) continue;
      let end = start;
      while (end < steps && contacts[end]?.[foot] === 1) end++;
      const width = (x(end) - x(start)).toFixed(1);
      stances.push(`<rect x="${x(start).toFixed(1)}" y="${y}" width="${width}" height="${ROW - 8}" fill="#2b5c8a"/>`);
    }
    return [`<text x="${LEFT - 8}" y="${y + 13}" text-anchor="end">${name}</text>`, ...stances];
  });
  const bottom = 10 + feet.length * ROW;
  const seconds = Array.from({ length: Math.floor(steps * secondsPerStep) + 1 }, (_, second) => second);
  const ticks = seconds.map((s) => `<text x="${x(s / secondsPerStep)}" y="${bottom + 14}">${s} s</text>`);
  writeFileSync(
    path,
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH + 30}" height="${bottom + 24}" font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="white"/>${[...bars, ...ticks].join("")}</svg>\n`,
  );
}
