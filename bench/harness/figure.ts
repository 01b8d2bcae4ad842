import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { FigureSpec } from "../../src/comparison/figure.js";
import { loadPlotting } from "../../src/comparison/plotting.node.js";

/** Draws an SVG, or says which packages it lacks: what was measured for it is not to be lost. */
export async function writeFigure(path: string, spec: FigureSpec): Promise<void> {
  const { svg, missing } = await loadPlotting();
  if (svg === undefined) {
    console.error(`No figure ${path}: ${missing.join(" and ")} not installed.`);
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${await svg(spec)}\n`);
  console.error(`Figure: ${path}`);
}
