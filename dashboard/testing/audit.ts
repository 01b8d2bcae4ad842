import { type AxeResults, source as axe } from "axe-core";
import type { Page } from "playwright";

/** What an accessibility audit finds that keeps people out: serious and critical violations. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // As a debugger would run it: the page itself allows no code from elsewhere.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}
