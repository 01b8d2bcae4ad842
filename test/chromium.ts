// Where the browser tests find Chromium. As Vitest's global setup it stops the run with a clear message if there is none.
import { existsSync } from "node:fs";
import { chromium } from "playwright";

const candidates = process.env.CHROMIUM_PATH
  ? [process.env.CHROMIUM_PATH]
  : [
      "/usr/bin/chromium",
      "/usr/bin/chromium-browser",
      "/usr/bin/google-chrome",
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
      chromium.executablePath(),
    ];

/** Undefined if no Chromium is installed. */
export const chromiumPath: string | undefined = candidates.find((path) => existsSync(path));

export default function requireChromium(): void {
  if (chromiumPath !== undefined) return;
  throw new Error(
    `The browser tests need Chromium, and there is none at ${candidates.join(", ")}. ` +
      "Install it with `apt-get install chromium` or `npx playwright install chromium`, " +
      "or set CHROMIUM_PATH to its executable. `npm run test:node` runs the other tests.",
  );
}
