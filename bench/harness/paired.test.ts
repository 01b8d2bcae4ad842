import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { comparePaired, type PairedOptions, type Program } from "./paired.js";

let resultsFolder = "";
beforeEach(() => {
  resultsFolder = mkdtempSync(join(tmpdir(), "paired-"));
});
afterEach(() => rmSync(resultsFolder, { recursive: true }));

/** Prints chatter, then `{"speed": factor * pair, …}`, as a child that knows the number of its pair. */
function program(label: string, factor: number): Program {
  const script = (pair: number) =>
    `console.log("warming up"); console.log(JSON.stringify({ speed: ${factor * pair}, deep: { seconds: ${pair === 2 ? null : pair} }, threads: Number(process.env.OMP_NUM_THREADS) }))`;
  return { label, command: (pair) => [process.execPath, "-e", script(pair)] };
}

function options(runs: string[], changes: Partial<PairedOptions> = {}): PairedOptions {
  return {
    name: "test",
    configuration: { size: 1 },
    a: program("ours", 10),
    b: program("theirs", 2),
    pairs: 3,
    measures: [{ label: "speed", path: "speed" }],
    resultsFolder,
    onRun: (label, pair) => runs.push(`${label} ${pair}`),
    ...changes,
  };
}

describe("comparePaired", () => {
  it("alternates the programs and summarizes medians, extremes and per-pair ratios", async () => {
    const runs: string[] = [];
    const result = await comparePaired(options(runs));
    expect(runs).toEqual(["ours 1", "theirs 1", "ours 2", "theirs 2", "ours 3", "theirs 3"]);
    expect(result.measures).toEqual([
      {
        label: "speed",
        a: { count: 3, median: 20, minimum: 10, maximum: 30 },
        b: { count: 3, median: 4, minimum: 2, maximum: 6 },
        ratio: { count: 3, median: 5, minimum: 5, maximum: 5 },
        ratios: [5, 5, 5],
      },
    ]);
    expect(result.markdown.split("\n").at(-1)).toBe("| speed | 20 [10–30] | 4 [2–6] | 5 [5–5] |");
  });

  it("holds the children to one thread", async () => {
    const result = await comparePaired(options([], { pairs: 1, measures: [{ label: "threads", path: "threads" }] }));
    expect(result.measures[0]?.a?.median).toBe(1);
  });

  it("skips the pairs that an earlier process finished", async () => {
    await comparePaired(options([], { pairs: 2 }));
    const runs: string[] = [];
    const result = await comparePaired(options(runs));
    expect(runs).toEqual(["ours 3", "theirs 3"]);
    expect(result.measures[0]?.ratios).toEqual([5, 5, 5]);
  });

  it("does not reuse results of another configuration or another command", async () => {
    await comparePaired(options([], { pairs: 1 }));
    const runs: string[] = [];
    await comparePaired(options(runs, { pairs: 1, configuration: { size: 2 } }));
    await comparePaired(options(runs, { pairs: 1, b: program("theirs", 3) }));
    expect(runs).toHaveLength(4);
  });

  it("recovers from a last line that was cut off while it was written", async () => {
    await comparePaired(options([], { pairs: 1 }));
    const file = join(resultsFolder, "test.jsonl");
    appendFileSync(file, '{"configuration":{"si');
    const runs: string[] = [];
    await comparePaired(options(runs, { pairs: 2 }));
    expect(runs).toEqual(["ours 2", "theirs 2"]);
    const lines = readFileSync(file, "utf8").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).pair)).toEqual([1, 2]);
  });

  it("leaves out of the median what a run did not measure, and says so", async () => {
    const result = await comparePaired(options([], { measures: [{ label: "seconds", path: "deep.seconds" }] }));
    expect(result.measures[0]?.a).toEqual({ count: 2, median: 2, minimum: 1, maximum: 3 });
    expect(result.measures[0]?.ratios).toEqual([1, null, 1]);
    expect(result.markdown).toContain("2 [1–3] (2 of 3)");
  });

  it("names a measure that the output lacks after the first pair, and keeps nothing of it", async () => {
    const runs: string[] = [];
    const mistyped = comparePaired(options(runs, { measures: [{ label: "speed", path: "sped" }] }));
    await expect(mistyped).rejects.toThrow('"sped" is missing');
    expect(runs).toHaveLength(2);
  });

  it("tells what a failing child wrote to standard error", async () => {
    const failing: Program = {
      label: "broken",
      command: [process.execPath, "-e", "console.error('no such thing'); process.exit(3)"],
    };
    await expect(comparePaired(options([], { b: failing }))).rejects.toThrow(/ended with 3 .*no such thing/);
  });

  it("refuses output whose last line is not a JSON object", async () => {
    const chatty: Program = {
      label: "chatty",
      command: [process.execPath, "-e", "console.log('{}'); console.log('done')"],
    };
    await expect(comparePaired(options([], { b: chatty }))).rejects.toThrow('"done", which is not a JSON object');
  });
});
