import type { Browser, BrowserContextOptions, Page } from "playwright";

/** A page of the dashboard, and what went wrong on it. */
export interface Visit {
  readonly page: Page;
  readonly errors: string[];
  /** The chart of a metric, once it shows this many places, the last one being this step. */
  chart(metric: string, places: number, last: number): Promise<void>;
  close(): Promise<void>;
}

/** Opens an address in a context of its own. Failing requests are told where `errors` are looked at. */
export async function visit(browser: Browser, address: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const errors: string[] = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") errors.push(message.text());
  });
  page.on("response", (response) => {
    if (response.status() >= 400) errors.push(`${response.url()}: ${response.status()}`);
  });
  await page.goto(address);
  return {
    page,
    errors,
    async chart(metric, places, last) {
      await page.waitForSelector(
        `section[data-metric="${metric}"][data-places="${places}"][data-last="${last}"] canvas`,
      );
    },
    close: () => context.close(),
  };
}
