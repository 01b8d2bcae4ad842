import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import type { Browser } from "playwright";
import { Policy } from "proximal";
import { algorithmNames } from "proximal/algorithms";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "./testing/browser.js";
import { site } from "./testing/build.js";
import { serve } from "./testing/serve.js";
import { type Visit, visit, withoutTime } from "./testing/visit.js";

let browser: Browser;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), serve(site)]);
});
afterAll(async () => {
  await browser.close();
  server.close();
});

const open = (hash: string, script?: string): Promise<Visit> => visit(browser, `${server.address}${hash}`, script);

describe("the playground", () => {
  it("solves CartPole from a link, on a host without cross-origin isolation", async () => {
    const { page, phase, errors, close } = await open(
      "#environment=CartPole-v1&algorithm=ppo&seed=1&until=475&run=true",
    );
    await phase("finished");
    expect(await page.evaluate(() => window.crossOriginIsolated)).toBe(false);
    expect(Number(await page.getAttribute("main", "data-evaluation"))).toBeGreaterThanOrEqual(475);
    expect(errors).toEqual([]);
    await close();
  });

  const tasks: Partial<Record<string, string>> = {
    sac: 'environment=Pendulum-v1&option.batchSize=32&option.learningStarts=100&option.network={"hidden":[32]}',
    "ppo-kl": "environment=Pendulum-v1&option.nSteps=64",
    "ppo-lagrangian": "environment=MountainCarContinuous-v0&option.nSteps=64",
    npg: "environment=Gridworld3x3-v0",
    trpo: "environment=Chain5-v0",
    reinforce: "environment=Bandit-v0",
    surrogate: "environment=Sign-v0&option.nSteps=64",
    "is-pg": "environment=Acrobot-v1&option.nSteps=32",
  };
  it.concurrent.each(algorithmNames)(
    "%s learns for 20 iterations: all is finite, and the policy has changed",
    async (name) => {
      const task = tasks[name] ?? "environment=CartPole-v1";
      const { page, phase, iteration, policy, metrics, errors, close } = await open(
        `#${task}&algorithm=${name}&seed=2&totalSteps=1000000&until=none&pauseAt=20`,
      );
      await phase("ready");
      await page.click("#step");
      await phase("paused");
      const first = (await Policy.fromOnnx(await policy())).constants;
      await page.click("#run");
      await phase("paused");
      expect(await iteration()).toBe(20);
      const last = (await Policy.fromOnnx(await policy())).constants;
      const changed = [...last].filter(([key, values]) => values.some((value, i) => value !== first.get(key)?.[i]));
      expect(changed.length).toBeGreaterThan(0);
      for (const values of last.values()) expect(values.every(Number.isFinite)).toBe(true);
      const table = await metrics();
      expect(table.step).toHaveLength(20);
      for (const [metric, values] of Object.entries(table)) {
        // What is measured now and then leaves gaps, but never an infinity.
        expect(
          values.some((value) => Math.abs(value) === Number.POSITIVE_INFINITY),
          metric,
        ).toBe(false);
      }
      expect(errors).toEqual([]);
      await close();
    },
  );

  it("gives bit-identical curves and policies for the same link", async () => {
    const link = "#environment=CartPole-v1&algorithm=ppo&seed=5&pauseAt=9&run=true&option.nEpochs=4";
    const once = async () => {
      const { phase, metrics, policy, close } = await open(link);
      await phase("paused");
      const result = { metrics: withoutTime(await metrics()), policy: await policy() };
      await close();
      return result;
    };
    const [one, other] = await Promise.all([once(), once()]);
    expect(one.metrics.step).toHaveLength(9);
    expect(one).toEqual(other);
  });

  it("pauses, steps once, and begins anew", async () => {
    const { page, phase, iteration, metrics, errors, close } = await open(
      "#environment=CartPole-v1&algorithm=a2c&seed=3&totalSteps=100000000&until=none&run=true",
    );
    await page.waitForFunction(() => Number(document.querySelector("main")?.dataset.iteration) >= 3);
    await page.click("#pause");
    await phase("paused");
    const reached = await iteration();
    const before = withoutTime(await metrics());
    await page.click("#step");
    await page.waitForSelector(`main[data-phase="paused"][data-iteration="${reached + 1}"]`);
    await page.click("#reset");
    await phase("ready");
    expect(await iteration()).toBe(0);
    for (let i = 1; i <= 3; i++) {
      await page.click("#step");
      await page.waitForSelector(`main[data-phase="paused"][data-iteration="${i}"]`);
    }
    const again = withoutTime(await metrics());
    expect(again["losses/policy_loss"]).toEqual(before["losses/policy_loss"]?.slice(0, 3));
    expect(errors).toEqual([]);
    await close();
  });

  it("keeps the whole experiment in its address", async () => {
    const { page, phase, close } = await open("");
    await phase("ready");
    await page.selectOption("#environment", "Pendulum-v1");
    await page.selectOption("#algorithm", "trpo");
    await page.fill("#seed", "7");
    await page.press("#seed", "Tab");
    await page.fill("#option-gamma", "0.93");
    await page.press("#option-gamma", "Tab");
    await phase("ready");
    const hash = new URLSearchParams(new URL(page.url()).hash.slice(1));
    expect(Object.fromEntries(hash)).toMatchObject({
      environment: "Pendulum-v1",
      algorithm: "trpo",
      seed: "7",
      "option.gamma": "0.93",
    });
    await page.reload();
    await phase("ready");
    expect(await page.inputValue("#seed")).toBe("7");
    expect(await page.inputValue("#option-gamma")).toBe("0.93");
    await close();
  });

  it("tells what is wrong with a link or an option in place, and stays usable", async () => {
    const { page, phase, errors, close } = await open(
      "#environment=CartPol-v1&algorithm=pppo&option.gamma=2&seed=-1&run=true",
    );
    const alerts = () => page.locator('[role="alert"]').allInnerTexts();
    await phase("failed");
    const told = (await alerts()).join("\n");
    for (const part of ['no environment "CartPol-v1"', 'no algorithm "pppo"', 'seed is "-1"', '"gamma" is 2']) {
      expect(told).toContain(part);
    }
    await page.fill("#option-gamma", "0.9");
    await page.press("#option-gamma", "Tab");
    await phase("ready");
    expect(await alerts()).toEqual([]);
    await page.fill("#option-gamma", "many");
    await page.press("#option-gamma", "Tab");
    expect((await alerts()).join()).toContain("Write it as JSON");
    await page.click("#step");
    await phase("paused");
    expect(errors).toEqual([]);
    await close();
  });

  it("shows a policy that is dropped on it, and refuses what is none or belongs elsewhere", async () => {
    const { page, phase, policy, errors, close } = await open("#environment=Sign-v0&algorithm=ppo");
    await phase("ready");
    await page.click("#step");
    await phase("paused");
    const file = (name: string, bytes: Uint8Array) => ({
      name,
      mimeType: "application/octet-stream",
      buffer: Buffer.from(bytes),
    });
    const own = file("sign.onnx", await policy());
    await page.setInputFiles("#drop", own);
    expect(await page.innerText("[data-guest]")).toContain("sign.onnx (ppo, 512 steps)");
    await page.setInputFiles("#drop", file("notes.onnx", new TextEncoder().encode("no model")));
    expect(await page.innerText(".watch [role=alert]")).toContain("notes.onnx is not");
    await page.selectOption("#environment", "CartPole-v1");
    await phase("ready");
    await page.setInputFiles("#drop", own);
    expect(await page.innerText(".watch [role=alert]")).toContain("was trained on Sign-v0");
    await page.click("#step");
    await phase("paused");
    expect(errors).toEqual([]);
    await close();
  });

  it("says so where there is no WebAssembly", async () => {
    const { page, errors, close } = await open("", "delete globalThis.WebAssembly");
    expect(await page.innerText('[role="alert"], main')).toContain("runs no WebAssembly");
    expect(errors).toEqual([]);
    await close();
  });

  it("draws true objective, bounds and steps of a tabular process when they come into sight", async () => {
    const { page, phase, errors, close } = await open("#environment=Gridworld3x3-v0&algorithm=trpo&pauseAt=3&run=true");
    await phase("paused");
    for (const panel of ["#bound", "#steps"]) {
      await page.locator(panel).scrollIntoViewIfNeeded();
      await page.waitForSelector(`${panel} canvas`);
    }
    expect(errors).toEqual([]);
    await close();
  });

  it("brings at most 300 kB of compressed JavaScript to train CartPole, and neither Box2D nor MuJoCo", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const scripts = new Set<string>();
    const others = new Set<string>();
    page.on("request", (request) => {
      const name = new URL(request.url()).pathname.split("/").at(-1) as string;
      (name.endsWith(".js") ? scripts : others).add(name);
    });
    await page.goto(`${server.address}#environment=CartPole-v1&algorithm=ppo&pauseAt=2&run=true`);
    await page.waitForSelector('main[data-phase="paused"]');
    await context.close();
    const bytes = [...scripts].map((name) => gzipSync(readFileSync(`${site}/assets/${name}`)).length);
    expect(scripts.size).toBeGreaterThan(3);
    expect(bytes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(300_000);
    expect([...scripts, ...others].filter((name) => /box2d|mujoco/.test(name))).toEqual([]);
  });

  it("loads MuJoCo when one of its tasks is first chosen, trains on it and draws it", async () => {
    const { page, phase, policy, errors, close } = await open("#environment=CartPole-v1&algorithm=ppo");
    await phase("ready");
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(
      `${server.address}#environment=HalfCheetah-v5&algorithm=ppo&option.nSteps=32&option.batchSize=32&pauseAt=1&run=true`,
    );
    await phase("paused");
    expect(asked.some((url) => /mujoco-.*\.wasm/.test(url))).toBe(true);
    expect((await Policy.fromOnnx(await policy())).metadata.environment).toBe("HalfCheetah-v5");
    const painted = () =>
      page.locator(".watch canvas").evaluate((canvas: HTMLCanvasElement) => {
        const { data } = (canvas.getContext("2d") as CanvasRenderingContext2D).getImageData(
          0,
          0,
          canvas.width,
          canvas.height,
        );
        return data.filter((value, i) => i % 4 === 3 && value > 0).length / (data.length / 4);
      });
    await expect.poll(painted).toBeGreaterThan(0.02);
    expect(errors).toEqual([]);
    await close();
  });

  it("trains two algorithms side by side on the same seed, as each trains alone", async () => {
    const common = "seed=4&pauseAt=4&until=none&run=true&totalSteps=100000";
    const curves = async (link: string, prefix?: string) => {
      const { phase, metrics, errors, close } = await open(`#environment=CartPole-v1&${common}&${link}`);
      await phase("paused");
      const tables = [await metrics(), ...(prefix === undefined ? [] : [await metrics(prefix)])].map(withoutTime);
      expect(errors).toEqual([]);
      await close();
      return tables;
    };
    const [first, second] = await curves("algorithm=ppo&against=a2c&against.option.gamma=0.97", "against-");
    expect(await curves("algorithm=ppo")).toEqual([first]);
    expect(await curves("algorithm=a2c&option.gamma=0.97")).toEqual([second]);
    expect(second?.["losses/policy_loss"]).not.toEqual(first?.["losses/policy_loss"]);
  });
});
