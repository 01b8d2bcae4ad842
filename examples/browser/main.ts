/**
 * Trains CartPole in the page and offers the policy as a file.
 * Run: npx vite examples/browser, or npx vite build examples/browser
 */
import { train } from "proximal";

const element = <E extends HTMLElement>(id: string) => document.getElementById(id) as E;
const progress = element<HTMLProgressElement>("progress");
const status = element<HTMLOutputElement>("status");
const download = element<HTMLAnchorElement>("download");
const context = element<HTMLCanvasElement>("chart").getContext("2d") as CanvasRenderingContext2D;

const steps = new URLSearchParams(location.search).get("steps");
const stop = new AbortController();
element("stop").addEventListener("click", () => stop.abort());

const run = train({
  environment: "CartPole-v1",
  until: 475,
  signal: stop.signal,
  ...(steps !== null && { totalSteps: Number(steps) }),
});
for await (const report of run) {
  progress.value = report.steps / report.totalSteps;
  status.value = `${report.steps} steps, mean return ${report.episodeReturn.mean.toFixed(1)}`;
  context.fillRect((800 * report.steps) / report.totalSteps, 300 - (300 * report.episodeReturn.mean) / 500, 3, 3);
  // Training computes in this thread: give the page a frame to draw and to hear clicks.
  await new Promise(requestAnimationFrame);
}

const { mean } = await run.evaluate(20);
status.value = `Evaluated after ${run.stepsDone} steps: mean return ${mean.toFixed(1)}`;
download.href = URL.createObjectURL(new Blob([run.policy.toOnnx() as BlobPart]));
download.hidden = false;
