/**
 * How long until the dashboard shows many long runs, how long until it answers a click, and how far it is behind a trainer?
 * Run: npm run build && npx tsx bench/dashboard.ts [--runs 200] [--points 10000] [--folder kept-runs]
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { appendRecords, makeRun } from "../dashboard/testing/make-runs.js";
import { launchBrowser } from "../playground/testing/browser.js";
import { openDashboard } from "../src/dashboard/node.js";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "200" },
    points: { type: "string", default: "10000" },
    folder: { type: "string" },
  },
});
const [runs, points] = [Number(values.runs), Number(values.points)];
const SEEDS = 5;
const RETURN = "charts/episodic_return";

const folder = values.folder ?? mkdtempSync(join(tmpdir(), "proximal-bench-dashboard-"));
if (!existsSync(join(folder, "run-000"))) {
  console.log(`Writing ${runs} runs of ${points} records …`);
  for (let i = 0; i < runs; i++) {
    const options = { clipRange: 0.1 + Math.floor(i / SEEDS) / 100, network: { hidden: [64, 64] } };
    const name = `run-${String(i).padStart(3, "0")}`;
    appendRecords(makeRun(folder, name, { seed: (i % SEEDS) + 1, options }), 0, points, (i % SEEDS) + 1);
  }
}
const live = makeRun(folder, "live", { totalSteps: 1e9 });
rmSync(join(live, "metrics.jsonl"), { force: true });
appendRecords(live, 0, 100);

const started = performance.now();
const dashboard = await openDashboard({ folder, port: 0 });
console.log(`server ready after ${seconds(performance.now() - started)}`);
const browser = await launchBrowser();
const page = await browser.newPage({ viewport: { width: 1400, height: 950 } });
await page.addInitScript(() => {
  const slowest: Record<string, number> = {};
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) slowest[entry.name] = Math.max(slowest[entry.name] ?? 0, entry.duration);
  }).observe({ type: "event", durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  Object.assign(window, { slowest });
});
const ready = (count: number) =>
  page.waitForSelector(`section[data-metric="${RETURN}"][data-pending="0"] canvas >> nth=0`).then(async () => {
    for (;;) {
      const pending = await page
        .locator("section[data-metric]")
        .evaluateAll((cards) => cards.map((card) => (card as HTMLElement).dataset.pending));
      if (pending.slice(0, count).every((left) => left === "0")) return;
      await page.waitForTimeout(50);
    }
  });
let start = performance.now();
await page.goto(dashboard.url);
await page.waitForSelector(`section[data-metric="${RETURN}"] canvas`);
console.log(`first paint with curves: ${seconds(performance.now() - start)} after the page was asked for`);
await ready(4);
console.log(`all four charts of the newest runs, read whole: ${seconds(performance.now() - start)}`);
start = performance.now();
await page.click("text=Select all");
await page.waitForTimeout(500);
await ready(4);
console.log(`all ${runs} runs selected and read whole: ${seconds(performance.now() - start)}`);
await page.reload();
start = performance.now();
await page.waitForSelector(`section[data-metric="${RETURN}"][data-pending="0"] canvas`);
console.log(`a reload, of all runs: first curves after ${seconds(performance.now() - start)}`);
await ready(4);

/** From the input to the next frame that is painted, as the browser measures it. */
async function interaction(name: string, act: () => Promise<void>): Promise<void> {
  await page.evaluate(() => {
    const { slowest } = window as unknown as { slowest: Record<string, number> };
    for (const key of Object.keys(slowest)) delete slowest[key];
  });
  await act();
  await page.waitForTimeout(1500);
  const slowest = await page.evaluate(() => (window as unknown as { slowest: Record<string, number> }).slowest);
  console.log(`  ${name}: ${Math.max(0, ...Object.values(slowest))} ms`);
}
console.log(`slowest answer to an input, all ${runs} runs shown:`);
await interaction("leave out a run", () => page.locator("[data-run] input").nth(3).click());
await interaction("smoothing", async () => {
  await page.focus("#smoothing");
  for (let i = 0; i < 5; i++) await page.keyboard.press("ArrowRight");
});
await interaction("each run by itself", () => page.click("#together"));
await interaction("and together again", () => page.click("#together"));
await interaction("zoom", async () => {
  const box = await page.locator(`section[data-metric="${RETURN}"] .u-over`).boundingBox();
  if (!box) throw new Error("There is no chart.");
  await page.mouse.move(box.x + 100, box.y + 50);
  await page.mouse.down();
  await page.mouse.move(box.x + 200, box.y + 60, { steps: 5 });
  await page.mouse.up();
});
await interaction("filter", async () => {
  await page.focus("#filter");
  await page.keyboard.type("seed=3");
});

await page.goto(`${dashboard.url}#select=live`);
await page.reload();
await page.waitForSelector(`section[data-metric="${RETURN}"][data-places="100"]`);
const lags: number[] = [];
for (let i = 100; i < 130; i++) {
  start = performance.now();
  appendRecords(live, i, i + 1);
  await page.waitForSelector(`section[data-metric="${RETURN}"][data-places="${i + 1}"]`);
  lags.push(performance.now() - start);
  await page.waitForTimeout(100 + 37 * (i % 7));
}
lags.sort((a, b) => a - b);
console.log(
  `from a written record to its point on the page: median ${Math.round(lags[15] ?? Number.NaN)} ms, slowest ${Math.round(lags.at(-1) ?? Number.NaN)} ms of ${lags.length}`,
);
await browser.close();
await dashboard.close();
if (values.folder === undefined) rmSync(folder, { recursive: true, force: true });

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
