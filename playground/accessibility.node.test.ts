import { type AxeResults, source as axe } from "axe-core";
import type { Browser, BrowserContextOptions } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "./testing/browser.js";
import { site } from "./testing/build.js";
import { serve } from "./testing/serve.js";
import { visit } from "./testing/visit.js";

let browser: Browser;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), serve(site)]);
});
afterAll(async () => {
  await browser.close();
  server.close();
});

const phone = { width: 390, height: 844 };
const views: readonly { readonly name: string; readonly link: string; readonly options: BrowserContextOptions }[] = [
  { name: "a training, light", link: "environment=CartPole-v1&algorithm=ppo", options: { colorScheme: "light" } },
  { name: "a training, dark", link: "environment=Pendulum-v1&algorithm=ppo-kl", options: { colorScheme: "dark" } },
  {
    name: "exact panels on a phone",
    link: "environment=Gridworld3x3-v0&algorithm=trpo",
    options: { viewport: phone, colorScheme: "light" },
  },
  {
    name: "two algorithms side by side, dark",
    link: "environment=Chain5-v0&algorithm=ppo&against=a2c",
    options: { colorScheme: "dark" },
  },
  {
    name: "mistakes in a link",
    link: "environment=CartPol-v1&option.gamma=2&color=red",
    options: { colorScheme: "light" },
  },
];

describe("axe", () => {
  it.each(views)("finds nothing serious in $name", async ({ link, options }) => {
    const { page, phase, close } = await visit(
      browser,
      `${server.address}#${link}&pauseAt=2&run=true`,
      undefined,
      options,
    );
    await phase("paused", "failed");
    // Everything is drawn once it has been in sight.
    await page.locator(".card").last().scrollIntoViewIfNeeded();
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() =>
      (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
    );
    const serious = violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
    expect(serious).toEqual([]);
    await close();
  });
});
