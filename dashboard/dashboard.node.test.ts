import { type ChildProcess, spawn } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { launchBrowser } from "../playground/testing/browser.js";
import { installedPackage } from "../src/cli/testing/installed-package.js";
import { openDashboard } from "../src/dashboard/node.js";
import { seriousFindings } from "./testing/audit.js";
import { page } from "./testing/build.js";
import { appendRecords, makeRun } from "./testing/make-runs.js";
import { visit } from "./testing/visit.js";

const RETURN = "charts/episodic_return";
const base = mkdtempSync(join(tmpdir(), "proximal-dashboard-page-"));
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  rmSync(base, { recursive: true, force: true });
});

const newFolder = () => mkdtempSync(join(base, "runs-"));

async function serve(folder: string, port = 0) {
  const dashboard = await openDashboard({ folder, port, page });
  onTestFinished(() => dashboard.close());
  return dashboard;
}

async function open(address: string, options: Parameters<typeof visit>[2] = {}) {
  const visited = await visit(browser, address, options);
  onTestFinished(() => visited.close());
  return visited;
}

describe("the dashboard", () => {
  it("lists runs, overlays their curves, and follows them as they grow", async () => {
    const folder = newFolder();
    const first = makeRun(folder, "first", { options: { clipRange: 0.1 } });
    const second = makeRun(folder, "second", { options: { clipRange: 0.3 } });
    appendRecords(first, 0, 20);
    appendRecords(second, 0, 10, 2);
    const { url } = await serve(folder);
    const { page, chart, errors } = await open(url);
    await chart(RETURN, 20, 2000);
    expect(await page.locator("#differences td").allTextContents()).toEqual(["0.1", "0.3"]);
    appendRecords(second, 10, 30, 2);
    await chart(RETURN, 30, 3000);
    appendRecords(makeRun(folder, "third"), 0, 40, 3);
    await chart(RETURN, 40, 4000);
    await page.fill("#filter", "clipRange=0.1");
    await page.waitForSelector("[data-run=second]", { state: "detached" });
    expect(await page.locator("[data-run]").count()).toBe(1);
    expect(errors).toEqual([]);
  });

  it("draws runs that only differ in their seed as one curve with a band, or each by itself", async () => {
    const folder = newFolder();
    for (const seed of [1, 2, 3]) appendRecords(makeRun(folder, `seed-${seed}`, { seed }), 0, 10, seed);
    const { url } = await serve(folder);
    const { page, chart } = await open(url);
    await chart(RETURN, 10, 1000);
    const legend = page.locator(`section[data-metric="${RETURN}"] .curve-legend li`);
    expect(await legend.allTextContents()).toEqual([expect.stringContaining("CartPole-v1 ppo (3)")]);
    await page.click("#together");
    await legend.nth(2).waitFor();
    expect(await legend.count()).toBe(3);
  });

  it("goes on without a gap or a duplicate when the trainer resumes, and when it is restarted itself", async () => {
    const folder = newFolder();
    const run = makeRun(folder, "run");
    const metrics = join(run, "metrics.jsonl");
    appendRecords(run, 0, 10);
    const atCheckpoint = statSync(metrics).size;
    appendRecords(run, 10, 15);
    const before = await openDashboard({ folder, port: 0, page });
    const { page: shown, chart } = await open(before.url);
    await chart(RETURN, 15, 1500);
    // as `resume` does: what was written after the checkpoint is removed first
    truncateSync(metrics, atCheckpoint);
    await chart(RETURN, 10, 1000);
    appendRecords(run, 10, 20, 1);
    await chart(RETURN, 20, 2000);
    await before.close();
    await shown.waitForSelector("main[data-state=lost]");
    appendRecords(run, 20, 25);
    await serve(folder, before.port);
    await shown.waitForSelector("main[data-state=live]");
    await chart(RETURN, 25, 2500);
  });

  it("shows a training that is killed and resumed exactly as its file says", async () => {
    const folder = newFolder();
    const run = join(folder, "run");
    const cli = join(await installedPackage(), "dist/cli.js");
    const settings = ["--set", "nEnvs=4", "nSteps=8", "batchSize=32", "nEpochs=1"];
    const start = (...args: string[]): ChildProcess => {
      const child = spawn(process.execPath, [cli, ...args, "--json"], { stdio: "ignore" });
      onTestFinished(() => {
        child.kill("SIGKILL");
      });
      return child;
    };
    const ended = (child: ChildProcess) => new Promise((resolve) => child.once("exit", resolve));
    const lines = () =>
      (existsSync(join(run, "metrics.jsonl")) ? readFileSync(join(run, "metrics.jsonl"), "utf8") : "")
        .split("\n")
        .slice(0, -1);
    const until = async (condition: () => boolean) => {
      while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    const { url } = await serve(folder);
    const { page, chart } = await open(`${url}#select=run`);
    const train = start(
      "train",
      "CartPole-v1",
      "--steps",
      "1000000",
      ...settings,
      "--checkpoint-seconds",
      "0",
      "--out",
      run,
    );
    await until(() => lines().length > 20);
    await page.waitForSelector("[data-run=run][data-status=running]");
    train.kill("SIGKILL");
    await ended(train);
    await page.waitForSelector("[data-run=run][data-status=stopped]");
    const at = (line: string | undefined) => Number(JSON.parse(line ?? "{}").step);
    const total = at(lines().at(-1)) + 64;
    const again = start("resume", run, "--steps", String(total));
    await ended(again);
    await page.waitForSelector("[data-run=run][data-status=finished]");
    const steps = lines().map(at);
    expect(new Set(steps).size).toBe(steps.length);
    await chart("losses/kl", steps.length, steps.at(-1) as number);
  });

  it("shows names and settings as text, never as markup", async () => {
    const folder = newFolder();
    const name = "<img src=x onerror=alert(1)>";
    const run = makeRun(folder, name, { environment: "<b>bold</b>", options: { "<i>a": "<script>alert(2)</script>" } });
    writeFileSync(join(run, "metrics.jsonl"), `{"step":1,"charts/episodic_return":1,"<u>metric</u>":2}\n`);
    makeRun(folder, "other");
    const { url } = await serve(folder);
    const { page, errors } = await open(url);
    let dialogs = 0;
    page.on("dialog", (dialog) => {
      dialogs++;
      void dialog.dismiss();
    });
    await page.waitForSelector("#differences");
    expect(await page.locator("#differences").textContent()).toContain("<script>alert(2)</script>");
    await page.click(`button.run[title="${name}"]`);
    await page.waitForSelector("#settings");
    expect(await page.locator("#facts h2").textContent()).toContain("<b>bold</b>");
    expect(await page.locator("#app img, #app script, #facts b, #settings i").count()).toBe(0);
    expect([dialogs, errors]).toEqual([0, []]);
  });

  it("tells of broken lines and of folders that went away, and shows the rest", async () => {
    const folder = newFolder();
    const good = makeRun(folder, "good");
    const bad = makeRun(folder, "bad", { options: { clipRange: 0.9 } });
    appendRecords(good, 0, 10);
    appendRecords(bad, 0, 5);
    appendFileSync(join(bad, "metrics.jsonl"), "not a record\n");
    appendRecords(bad, 5, 10);
    const { url } = await serve(folder);
    const { page, chart } = await open(`${url}#select=good&select=bad`);
    await chart(RETURN, 10, 1000);
    await page.click('button.run[title="bad"]');
    await page.waitForSelector("[role=alert]:has-text('line 6 is not a record of metrics')");
    rmSync(bad, { recursive: true });
    await page.waitForSelector("[role=alert]:has-text('The folder of bad is gone.')");
    await page.click("#back");
    await page.waitForSelector("[role=alert]:has-text('The folder of bad is gone')");
    appendRecords(good, 10, 20);
    await chart(RETURN, 20, 2000);
  });

  it("can be used by keyboard, and its address brings back what was shown", async () => {
    const folder = newFolder();
    for (const name of ["a", "b"]) appendRecords(makeRun(folder, name, { options: { name } }), 0, 10);
    const { url } = await serve(folder);
    const { page, chart } = await open(url);
    await chart(RETURN, 10, 1000);
    await page.focus("#filter");
    await page.keyboard.type("b");
    await page.waitForSelector("[data-run=a]", { state: "detached" });
    for (const _ of [1, 2, 3]) await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await page.waitForSelector("[data-run=b] input:not(:checked)");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForSelector("[data-details=b] #settings");
    await page.reload();
    await page.waitForSelector("[data-details=b] #settings");
    await page.goBack();
    await page.waitForSelector("[data-run=b] input:not(:checked)");
    expect(await page.inputValue("#filter")).toBe("b");
  });

  it.each([
    ["light", { colorScheme: "light" as const }],
    ["dark", { colorScheme: "dark" as const }],
    ["on a phone", { viewport: { width: 380, height: 760 } }],
  ])("has no serious finding in an accessibility audit: %s", async (_, options) => {
    const folder = newFolder();
    for (const seed of [1, 2]) appendRecords(makeRun(folder, `seed-${seed}`, { seed }), 0, 10, seed);
    appendRecords(makeRun(folder, "other", { options: { clipRange: 0.3, targetKl: 0.02 } }), 0, 10);
    const { url } = await serve(folder);
    const { page, chart } = await open(url, options);
    await chart(RETURN, 10, 1000);
    expect(await seriousFindings(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await page.click('button.run[title="other"]');
    await page.waitForSelector("#settings");
    await page.waitForSelector("#region canvas");
    expect(await seriousFindings(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  });
});
