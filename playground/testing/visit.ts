import { readFile } from "node:fs/promises";
import type { Browser, BrowserContextOptions, Page } from "playwright";
import type { figuresOf } from "../src/figures/index.js";
import type { Phase } from "../src/session.js";

/** A page of the playground, and what went wrong on it. */
export interface Visit {
  readonly page: Page;
  /** Errors of the page and its workers, and requests that failed. */
  readonly errors: string[];
  phase(...phases: Phase[]): Promise<void>;
  iteration(): Promise<number>;
  /** `prefix`: of the second algorithm on the page. */
  metrics(prefix?: string): Promise<Table>;
  /** What the panels show, and what it was computed from. */
  figures(): Promise<Figures>;
  policy(): Promise<Uint8Array<ArrayBuffer>>;
  close(): Promise<void>;
}

export type Figures = ReturnType<typeof figuresOf>;

/** Measurements by name, a value per iteration; NaN where there is none. */
export type Table = Readonly<Record<string, readonly number[]>>;

/** Opens the playground in a context of its own. */
export async function visit(
  browser: Browser,
  address: string,
  script?: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({ acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const errors: string[] = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") errors.push(message.text());
  });
  page.on("requestfailed", (request) => errors.push(`${request.url()} failed`));
  page.on("response", (response) => {
    if (response.status() >= 400) errors.push(`${response.url()}: ${response.status()}`);
  });
  if (script !== undefined) await page.addInitScript(script);
  await page.goto(address);
  const save = async (button: string) => {
    const [file] = await Promise.all([page.waitForEvent("download"), page.click(button)]);
    return readFile(await file.path());
  };
  return {
    page,
    errors,
    async phase(...phases) {
      await page.waitForSelector(phases.map((phase) => `main[data-phase="${phase}"]`).join(", "));
    },
    iteration: async () => Number(await page.getAttribute("main", "data-iteration")),
    metrics: async (prefix = "") => parseTable((await save(`#${prefix}download-metrics`)).toString()),
    figures: async () => JSON.parse((await save("#download-figures")).toString()),
    policy: async () => new Uint8Array(await save("#download-policy")),
    close: () => context.close(),
  };
}

function parseTable(csv: string): Table {
  const [header = "", ...lines] = csv.trim().split("\n");
  const rows = lines.map((line) => line.split(",").map((cell) => (cell === "" ? Number.NaN : Number(cell))));
  return Object.fromEntries(header.split(",").map((name, i) => [name, rows.map((row) => row[i] as number)]));
}

/** What does not depend on how fast the machine was. */
export const withoutTime = (table: Table): Table =>
  Object.fromEntries(Object.entries(table).filter(([name]) => !name.startsWith("time/")));
