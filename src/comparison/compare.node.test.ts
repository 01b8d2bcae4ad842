import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type CompareOptions, type ComparisonEvent, compare } from "./index.js";

const folder = mkdtempSync(join(tmpdir(), "proximal-compare-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const task = (name: string): CompareOptions => ({
  algorithms: ["a2c"],
  environments: ["CartPole-v1"],
  seeds: 1,
  totalSteps: 512,
  curves: "none",
  out: join(folder, name),
});

describe("compare as a function", () => {
  it("resolves to what it wrote and tells what happens", async () => {
    const events: ComparisonEvent[] = [];
    const configure: CompareOptions["configure"] = (_, preset) => ({ ...preset, gamma: 0.9 });
    const comparison = await compare({ ...task("run"), configure, onEvent: (event) => events.push(event) });
    expect(comparison).toEqual(JSON.parse(readFileSync(join(folder, "run/comparison.json"), "utf8")));
    const [pair] = comparison.pairs;
    expect(pair).toMatchObject({ options: { gamma: 0.9 }, totalSteps: 512, summary: { seeds: 1, steps: 512 } });
    expect(pair?.curves.evaluation?.steps.at(-1)).toBe(512);
    expect(pair?.curves.training?.mean.length).toBeGreaterThan(0);
    expect(events).toContainEqual({
      kind: "ended",
      run: { environment: "CartPole-v1", algorithm: "a2c", seed: 1 },
      outcome: { kind: "finished", result: expect.objectContaining({ steps: 512, episodes: 100 }) },
    });
    expect(events.at(-1)).toEqual({ kind: "progress", steps: 512, totalSteps: 512 });
  });

  it("that is aborted before it begins trains nothing, and can be called again", async () => {
    const { pairs } = await compare({ ...task("aborted"), signal: AbortSignal.abort() });
    expect(pairs[0]).toMatchObject({ runs: [{ seed: 1, status: "pending" }], summary: null });
    expect(existsSync(join(folder, "aborted/CartPole-v1"))).toBe(false);
  });

  it.each([
    ["no algorithm", { algorithms: [] }, "nothing-to-compare", "algorithms"],
    ["no environment", { environments: [] }, "nothing-to-compare", "environments"],
    ["no seed", { seeds: 0 }, "invalid-option", '"seeds" is 0'],
    ["half a job", { jobs: 1.5 }, "invalid-option", '"jobs" is 1.5'],
    ["no folder", { out: "" }, "invalid-option", '"out"'],
    ["an option that there is not", { seed: 3 }, "unknown-option", '"seed"'],
    ["options that are no data", { configure: () => ({ network: () => null }) }, "invalid-option", "function"],
  ])("refuses %s", async (_, change, code, named) => {
    const refused = compare({ ...task("never"), ...change } as CompareOptions);
    await expect(refused).rejects.toMatchObject({ code, message: expect.stringContaining(named) });
    expect(existsSync(join(folder, "never"))).toBe(false);
  });
});
