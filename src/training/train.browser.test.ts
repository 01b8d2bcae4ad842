import { expect, it } from "vitest";
import { train } from "./train.js";

it("CartPole is trained to an evaluation of 475 or more in a browser tab", async () => {
  const started = performance.now();
  const run = train({ environment: "CartPole-v1", seed: 1, until: 475 });
  await run.finish();
  const seconds = (performance.now() - started) / 1000;
  console.log(`CartPole-v1 in the tab: ${run.stepsDone} steps in ${seconds.toFixed(1)} s`);
  expect(run.reachedUntil).toBe(true);
  expect((await run.evaluate(100)).mean).toBeGreaterThanOrEqual(475);
});
