import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { isProximalError, RunError, UsageError } from "../errors.js";
import { openDashboard } from "./dashboard.node.js";
import { type ActorSource, requireActor } from "./load-actor.node.js";

export const recordingFormats = ["webm", "gif", "png"] as const;

export interface RecordOptions {
  readonly source: ActorSource;
  readonly format: (typeof recordingFormats)[number];
  /** Default 1. */
  readonly episodes?: number;
  /** Frames in all, at most: the last episode is cut there. Needed where episodes do not end. */
  readonly steps?: number;
  /** Of the episodes, default 0. */
  readonly seed?: number;
  /** Sample actions instead of taking the most probable ones. */
  readonly stochastic?: boolean;
  /** Pixels; default 640 × 400, a quarter of that for each picture of a sheet. */
  readonly width?: number;
  readonly height?: number;
  /** Folder of the built page; default: the package's. */
  readonly page?: string;
}

export interface Recorded {
  readonly bytes: Uint8Array;
  readonly frames: number;
  /** Of the episodes that ended. */
  readonly returns: readonly number[];
}

/** Without a number of steps, an episode that lasts longer is taken for endless: minutes of video, and much memory. */
const LONGEST_EPISODE = 20_000;

/**
 * Plays whole episodes in the viewer's own page, in a Chromium without a screen, and records every frame. The same
 * options give the same frames. Throws UsageError `space-mismatch`, `missing-package` or `browser-missing`, and RunError
 * `endless-episode` or `recording-failed`.
 */
export async function record(options: RecordOptions): Promise<Recorded> {
  const { source, format, episodes = 1, steps, seed = 0, stochastic = false, page } = options;
  const [defaultWidth, defaultHeight] = format === "png" ? [320, 200] : [640, 400];
  const { width = defaultWidth, height = defaultHeight } = options;
  await requireActor(source);
  const browser = await launch();
  const nothing = mkdtempSync(join(tmpdir(), "proximal-record-"));
  try {
    const dashboard = await openDashboard({ folder: nothing, port: 0, subject: source, page });
    try {
      const tab = await browser.newPage({ viewport: { width: Math.max(width, 400), height: Math.max(height, 300) } });
      await tab.goto(`${dashboard.url}play#silent`);
      await tab.waitForSelector("main.play[data-ready]");
      const wanted = { format, episodes, steps, longest: LONGEST_EPISODE, seed, greedy: !stochastic, width, height };
      const result = (await tab.evaluate(`window.proximalRecord(${JSON.stringify(wanted)})`)) as
        | (Recorded & { readonly bytes: string })
        | null;
      if (result === null) {
        throw new RunError({
          code: "endless-episode",
          message: `An episode of ${source.definition.id} did not end within ${LONGEST_EPISODE} steps.`,
          fix: "Say how many steps are to be recorded (--steps), or give the environment a maxEpisodeSteps.",
        });
      }
      return { ...result, bytes: Buffer.from(result.bytes, "base64") };
    } finally {
      await dashboard.close();
    }
  } catch (cause) {
    if (isProximalError(cause)) throw cause;
    const [reason] = (cause instanceof Error ? cause.message : String(cause)).split("\n");
    throw new RunError({
      code: "recording-failed",
      message: `The recording failed in the browser: ${reason}`,
      fix: "Try another format; three dimensions need a Chromium with WebGL, which may be SwiftShader's.",
      cause,
    });
  } finally {
    await browser.close();
    rmSync(nothing, { recursive: true, force: true });
  }
}

const places = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

async function launch(): Promise<Browser> {
  const { chromium } = await import("playwright-core").catch((cause: unknown) => {
    throw new UsageError({
      code: "missing-package",
      message: "Recording drives a browser by the package playwright-core, which is not installed.",
      fix: "Install it: npm install playwright-core",
      cause,
    });
  });
  const given = process.env.CHROMIUM_PATH;
  const own = chromium.executablePath();
  const executablePath = given ?? [...places, own].find((path) => path !== "" && existsSync(path));
  if (executablePath === undefined || !existsSync(executablePath)) {
    throw new UsageError({
      code: "browser-missing",
      message: given
        ? `There is no Chromium at CHROMIUM_PATH, ${given}.`
        : "Recording needs Chromium, and none was found.",
      fix: "Install it (apt-get install chromium, or npx playwright-core install chromium), or set CHROMIUM_PATH to its executable.",
    });
  }
  try {
    return await chromium.launch({
      executablePath,
      // WebGL by SwiftShader, where there is no graphics card. Chromium runs as root only without its sandbox.
      args: ["--enable-unsafe-swiftshader", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
    });
  } catch (cause) {
    throw new UsageError({
      code: "browser-missing",
      message: `${executablePath} does not start as a browser.`,
      fix: "Set CHROMIUM_PATH to the executable of a Chromium that runs here.",
      cause,
    });
  }
}
