/**
 * How long from loading the playground's page to a solved CartPole, and how long its main thread stands still meanwhile?
 * Run: npm run build:playground && npx tsx bench/playground.ts [--seeds 5]
 */
import { parseArgs } from "node:util";
import { launchBrowser } from "../playground/testing/browser.js";
import buildPlayground, { site } from "../playground/testing/build.js";
import { serve } from "../playground/testing/serve.js";

const { values } = parseArgs({ options: { seeds: { type: "string", default: "5" } } });
await buildPlayground();
const server = await serve(site);
const seconds: number[] = [];
let longest = 0;
for (let seed = 1; seed <= Number(values.seeds); seed++) {
  const browser = await launchBrowser();
  const page = await browser.newPage();
  // A timer that comes late tells how long something else held the thread.
  await page.addInitScript(() => {
    let last = performance.now();
    let longest = 0;
    setInterval(() => {
      const now = performance.now();
      const training = Number(document.querySelector("main")?.dataset.iteration ?? 0) > 0;
      if (training) longest = Math.max(longest, now - last - 5);
      last = now;
      Object.assign(window, { longest });
    }, 5);
  });
  const start = performance.now();
  await page.goto(`${server.address}#environment=CartPole-v1&algorithm=ppo&seed=${seed}&until=475&run=true`);
  await page.waitForSelector('main[data-phase="finished"]', { timeout: 120_000 });
  const elapsed = (performance.now() - start) / 1000;
  const { evaluation, block } = await page.evaluate(() => ({
    evaluation: document.querySelector("main")?.dataset.evaluation,
    block: (window as unknown as { longest: number }).longest,
  }));
  longest = Math.max(longest, block);
  seconds.push(elapsed);
  console.log(
    `seed ${seed}: ${elapsed.toFixed(1)} s from page load to ${evaluation}, longest block ${block.toFixed(0)} ms`,
  );
  await browser.close();
}
server.close();
seconds.sort((a, b) => a - b);
const median = seconds[Math.floor(seconds.length / 2)] ?? Number.NaN;
console.log(
  `median ${median.toFixed(1)} s, worst ${seconds.at(-1)?.toFixed(1)} s; longest block of the main thread while training ${longest.toFixed(0)} ms`,
);
