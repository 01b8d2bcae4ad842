/**
 * How long from loading the playground's page to a solved CartPole, how much processor time that takes, and how long the
 * page's thread is held meanwhile? A loaded machine stretches times, so that of the processor is told beside each.
 * Run: npm run build:playground && npx tsx bench/playground.ts [--seeds 5]
 */
import { readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import type { Browser } from "playwright";
import { launchBrowser } from "../playground/testing/browser.js";
import buildPlayground, { site } from "../playground/testing/build.js";
import { serve } from "../playground/testing/serve.js";
import { median } from "./harness/statistics.js";

const { values } = parseArgs({ options: { seeds: { type: "string", default: "5" } } });
/** Milliseconds after which a new browser has settled. */
const SETTLED = 2000;

await buildPlayground();
const server = await serve(site);
const runs: Awaited<ReturnType<typeof trainCartPole>>[] = [];
for (let seed = 1; seed <= Number(values.seeds); seed++) {
  const run = await trainCartPole(seed);
  runs.push(run);
  console.log(
    `seed ${seed}: ${run.seconds.toFixed(1)} s from page load to ${run.evaluation}, ${run.processor.toFixed(1)} s of processor time; ` +
      `the page's longest task while training took ${run.task.wall.toFixed(0)} ms, of which the processor worked ${run.task.processor.toFixed(0)} ms; ` +
      `load ${run.load.toFixed(1)}`,
  );
}
server.close();
const of = (pick: (run: (typeof runs)[number]) => number) => runs.map(pick);
console.log(
  `median ${median(of(({ seconds }) => seconds)).toFixed(1)} s, worst ${Math.max(...of(({ seconds }) => seconds)).toFixed(1)} s; ` +
    `processor time ${median(of(({ processor }) => processor)).toFixed(1)} s; longest task of the page ` +
    `${Math.max(...of(({ task }) => task.wall)).toFixed(0)} ms, ${Math.max(...of(({ task }) => task.processor)).toFixed(0)} ms of processor time; ` +
    `${((runs[0]?.script ?? Number.NaN) / 1000).toFixed(0)} kB of compressed JavaScript`,
);

async function trainCartPole(seed: number) {
  const browser = await launchBrowser();
  const page = await browser.newPage();
  const scripts = new Set<string>();
  page.on("request", (request) => {
    const name = new URL(request.url()).pathname.split("/").at(-1) as string;
    if (name.endsWith(".js")) scripts.add(name);
  });
  await page.addInitScript(() => {
    const look = setInterval(() => {
      if (Number(document.querySelector("main")?.dataset.iteration ?? 0) === 0) return;
      performance.mark("training");
      clearInterval(look);
    }, 1);
  });
  await page.waitForTimeout(SETTLED);
  const before = await processorSeconds(browser);
  await browser.startTracing(page, { categories: ["toplevel", "blink.user_timing", "__metadata"] });
  const start = performance.now();
  await page.goto(`${server.address}#environment=CartPole-v1&algorithm=ppo&seed=${seed}&until=475&run=true`);
  await page.waitForSelector('main[data-phase="finished"]', { timeout: 120_000 });
  const seconds = (performance.now() - start) / 1000;
  const [load = Number.NaN] = loadavg();
  const processor = (await processorSeconds(browser)) - before;
  const evaluation = await page.getAttribute("main", "data-evaluation");
  const task = longestTask(await browser.stopTracing());
  await browser.close();
  const script = [...scripts].reduce((sum, name) => sum + gzipSync(readFileSync(`${site}/assets/${name}`)).length, 0);
  return { seconds, processor, evaluation, task, load, script };
}

/** Of all the browser's processes. */
async function processorSeconds(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds */
  readonly ts: number;
  readonly dur?: number;
  /** Microseconds of processor time. */
  readonly tdur?: number;
}

/** The longest task on the page's own thread since training began, in milliseconds. */
function longestTask(trace: Buffer): { readonly wall: number; readonly processor: number } {
  const { traceEvents } = JSON.parse(trace.toString()) as { readonly traceEvents: readonly TraceEvent[] };
  const mark = traceEvents.find(({ name }) => name === "training");
  if (!mark) throw new Error("The trace does not tell when training began.");
  let [wall, processor] = [0, 0];
  for (const { name, pid, tid, ts, dur = 0, tdur = 0 } of traceEvents) {
    if (!name.endsWith("RunTask") || pid !== mark.pid || tid !== mark.tid || ts < mark.ts) continue;
    wall = Math.max(wall, dur / 1000);
    processor = Math.max(processor, tdur / 1000);
  }
  return { wall, processor };
}
