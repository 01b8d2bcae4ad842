import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { launchBrowser } from "../playground/testing/browser.js";
import { ppo } from "../src/algorithms/index.js";
import { findActor, openDashboard, record } from "../src/dashboard/node.js";
import { train } from "../src/training/index.js";
import { chromiumPath } from "../test/chromium.js";
import { seriousFindings } from "./testing/audit.js";
import { page } from "./testing/build.js";
import { visit } from "./testing/visit.js";

const base = mkdtempSync(join(tmpdir(), "proximal-viewer-"));
let browser: Browser;
beforeAll(async () => {
  if (chromiumPath !== undefined) process.env.CHROMIUM_PATH = chromiumPath;
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  rmSync(base, { recursive: true, force: true });
});

async function trained(environment: string): Promise<string> {
  const out = join(base, environment);
  const algorithm = ppo({ nEnvs: 2, nSteps: 32, batchSize: 64, nEpochs: 1 });
  await train({ environment, algorithm, totalSteps: 64, evaluation: false, out, overwrite: true }).finish();
  return out;
}

async function play(environment: string) {
  const subject = await findActor(await trained(environment));
  const folder = mkdtempSync(join(base, "empty-"));
  const dashboard = await openDashboard({ folder, port: 0, page, subject });
  onTestFinished(() => dashboard.close());
  const visited = await visit(browser, `${dashboard.url}play`);
  onTestFinished(() => visited.close());
  return visited;
}

/** How many of the canvas's pixels differ from its first one. */
const drawn = (visited: Awaited<ReturnType<typeof play>>) =>
  visited.page.evaluate(() => {
    const source = document.querySelector("canvas.stage") as HTMLCanvasElement;
    const copy = document.createElement("canvas");
    Object.assign(copy, { width: 200, height: 200 });
    const context = copy.getContext("2d") as CanvasRenderingContext2D;
    context.drawImage(source, 0, 0, 200, 200);
    const { data } = context.getImageData(0, 0, 200, 200);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) {
      if ([0, 1, 2, 3].some((channel) => data[i + channel] !== data[channel])) count++;
    }
    return count;
  });

describe("the viewer", () => {
  it("plays episodes of a policy, pauses and takes single steps", async () => {
    const visited = await play("CartPole-v1");
    const { page, errors } = visited;
    await page.waitForSelector(".viewer[data-return]");
    expect(await drawn(visited)).toBeGreaterThan(100);
    await page.click("#play");
    const length = () => page.getAttribute(".viewer", "data-length");
    const before = await length();
    await page.waitForTimeout(100);
    expect(await length()).toBe(before);
    await page.click("text=Step");
    await expect.poll(length).not.toBe(before);
    expect(await seriousFindings(page)).toEqual([]);
    expect(errors).toEqual([]);
  });

  it("shows a robot in three dimensions, and follows commands from the keyboard", async () => {
    const visited = await play("Go1Flat-v0");
    const { page } = visited;
    await page.waitForSelector(".viewer[data-length]");
    expect(await drawn(visited)).toBeGreaterThan(1000);
    await page.check("#steer");
    await page.keyboard.down("w");
    const forward = page.locator(".command output").first();
    await expect.poll(() => forward.textContent(), { timeout: 20_000 }).toBe("1");
    await page.keyboard.up("w");
    await expect.poll(() => forward.textContent(), { timeout: 20_000 }).toBe("0");
    expect(await seriousFindings(page)).toEqual([]);
  });
});

describe("recording", () => {
  it("writes every frame of whole episodes, the same for the same seed", async () => {
    const source = await findActor(await trained("CartPole-v1"));
    const recorded = await record({ source, format: "webm", episodes: 2, page, width: 160, height: 120 });
    expect(recorded.returns).toHaveLength(2);
    // CartPole pays 1 per step
    expect(recorded.frames).toBe(recorded.returns.reduce((a, b) => a + b));
    expect([...recorded.bytes.subarray(0, 4)]).toEqual([0x1a, 0x45, 0xdf, 0xa3]);
    const again = await record({ source, format: "webm", episodes: 2, page, width: 160, height: 120 });
    expect({ ...again, bytes: 0 }).toEqual({ ...recorded, bytes: 0 });
  });

  it("ends after as many steps as it is told to", async () => {
    const source = await findActor(await trained("CartPole-v1"));
    const cut = await record({ source, format: "webm", steps: 5, page, width: 160, height: 120 });
    expect([cut.frames, cut.returns]).toEqual([5, []]);
  });

  it("writes animations and sheets", async () => {
    const source = await findActor(await trained("CartPole-v1"));
    const gif = await record({ source, format: "gif", page, width: 160, height: 120 });
    expect(new TextDecoder().decode(gif.bytes.subarray(0, 6))).toBe("GIF89a");
    // every second one: 50 frames a second are more than players show
    expect(gif.frames).toBe(Math.ceil((gif.returns[0] ?? 0) / 2));
    const png = await record({ source, format: "png", page, width: 160, height: 120 });
    expect(new TextDecoder("latin1").decode(png.bytes.subarray(1, 4))).toBe("PNG");
    const size = new DataView(png.bytes.buffer, png.bytes.byteOffset + 16, 8);
    expect([size.getUint32(0), size.getUint32(4)]).toEqual([4 * 160, Math.ceil(png.frames / 4) * 120]);
  });

  it("tells what to do where there is no browser", async () => {
    const source = await findActor(await trained("CartPole-v1"));
    const before = process.env.CHROMIUM_PATH;
    process.env.CHROMIUM_PATH = "/nowhere/chromium";
    onTestFinished(() => {
      if (before === undefined) delete process.env.CHROMIUM_PATH;
      else process.env.CHROMIUM_PATH = before;
    });
    await expect(record({ source, format: "webm", page })).rejects.toMatchObject({
      code: "browser-missing",
      message: expect.stringContaining("/nowhere/chromium"),
      fix: expect.stringContaining("apt-get install chromium"),
    });
  });
});
