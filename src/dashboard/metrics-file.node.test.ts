import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { MetricsFile } from "./metrics-file.node.js";

const folder = mkdtempSync(join(tmpdir(), "proximal-metrics-file-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;

function start(text = "") {
  const path = join(folder, `metrics-${count++}.jsonl`);
  writeFileSync(path, text);
  const file = new MetricsFile(path);
  file.want(["a"]);
  const read = () => {
    while (file.read());
    return Array.from(file.table.steps, (step, row) => [step, file.table.column("a")?.[row]]);
  };
  return { path, file, read };
}

const line = (step: number, a: number | string) => `{"step":${step},"a":${JSON.stringify(a)},"b":${step}}\n`;

describe("following a metrics file", () => {
  it("takes what is appended, and a line only when it is whole", () => {
    const { path, read } = start(`${line(1, 0.5)}${line(2, 1.5).slice(0, 9)}`);
    expect(read()).toEqual([[1, 0.5]]);
    appendFileSync(path, line(2, 1.5).slice(9));
    expect(read()).toEqual([
      [1, 0.5],
      [2, 1.5],
    ]);
    expect(read()).toHaveLength(2);
  });

  it("shows what the file says after a trainer resumed: no gap, no duplicate", () => {
    const { path, read } = start(line(1, 1) + line(2, 2) + line(3, 3));
    expect(read()).toHaveLength(3);
    truncateSync(path, line(1, 1).length);
    expect(read()).toEqual([[1, 1]]);
    appendFileSync(path, line(2, 20) + line(3, 30));
    expect(read()).toEqual([
      [1, 1],
      [2, 20],
      [3, 30],
    ]);
  });

  it("notices that the file was shortened and has grown beyond where it was, between two looks", () => {
    const { path, read } = start(line(1, 1) + line(2, 2) + line(3, 3));
    read();
    truncateSync(path, line(1, 1).length);
    appendFileSync(path, line(2, 7) + line(3, 8) + line(4, 9));
    expect(read()).toEqual([
      [1, 1],
      [2, 7],
      [3, 8],
      [4, 9],
    ]);
  });

  it("notices that the file was replaced", () => {
    const { path, read } = start(line(1, 1));
    read();
    rmSync(path);
    writeFileSync(path, line(1, 1) + line(5, 5));
    expect(read()).toEqual([
      [1, 1],
      [5, 5],
    ]);
  });

  it("leaves out broken lines, tells which, and goes on behind them", () => {
    const { file, read } = start(`${line(1, 1)}{"step":2,"a"\nnonsense\n\n{"step":-1}\n${line(4, 4)}${line(3, 3)}`);
    expect(read()).toEqual([
      [1, 1],
      [4, 4],
    ]);
    expect(file.problemCount).toBe(5);
    expect(file.problems.map(({ line }) => line)).toEqual([2, 3, 4, 5, 7]);
    expect(file.problems.at(-1)?.reason).toContain("goes back to step 3");
  });

  it("reads NaN and infinities, and records that are written in another way", () => {
    const { read } = start(`${line(1, "NaN")}${line(2, "-Infinity")}{ "a": 2, "step": 3 }\n{"step":4,"b":1}\n`);
    expect(read()).toEqual([
      [1, Number.NaN],
      [2, Number.NEGATIVE_INFINITY],
      [3, 2],
      [4, Number.NaN],
    ]);
  });

  it("tells all metrics, also those of rare rows", () => {
    const rows = Array.from({ length: 2000 }, (_, i) =>
      i === 1500 ? '{"step":1500,"a":1,"b":2,"rare":3}\n' : line(i, i),
    );
    const { file, read } = start(rows.join(""));
    expect(read()).toHaveLength(2000);
    expect(file.names).toEqual(["a", "b", "rare"]);
  });

  it("goes on showing what it has while it reads a further metric", () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => `{"step":${i},"a":${i},"b":${2 * i},"filling":"NaN"}\n`);
    const { file, read } = start(rows.join(""));
    expect(read()).toHaveLength(60_000);
    file.want(["b"]);
    expect(file.read()).toBe(true);
    expect(file.table.rows).toBe(60_000);
    expect(read()).toHaveLength(60_000);
    expect(file.table.column("b")?.at(-1)).toBe(2 * 59_999);
  });
});
