import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { jsonLinesSink } from "./json-lines-sink.js";
import type { MetricsRecord } from "./sink.js";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "proximal-"));
  path = join(folder, "metrics.jsonl");
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const record = (step: number, values: Record<string, number>): MetricsRecord => ({ step, values });

describe("jsonLinesSink", () => {
  it("writes one object per line, visible at once", () => {
    const sink = jsonLinesSink(path);
    sink.write(record(2048, { "charts/episodic_return": 21.5, "losses/policy_loss": -0 }));
    sink.write(record(4096, {}));
    expect(readFileSync(path, "utf8")).toBe(
      '{"step":2048,"charts/episodic_return":21.5,"losses/policy_loss":-0}\n{"step":4096}\n',
    );
    sink.close();
  });

  it("keeps every double exactly", () => {
    const sink = jsonLinesSink(path);
    const written: number[] = [];
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        written.push(value);
        sink.write(record(written.length, { value }));
      }),
    );
    sink.close();
    const lines = readFileSync(path, "utf8").trimEnd().split("\n");
    const read = lines.map((line) => Number((JSON.parse(line) as { value: number | string }).value));
    expect(read).toStrictEqual(written);
  });

  it("stays valid JSON for values that are not numbers", () => {
    const sink = jsonLinesSink(path);
    sink.write(record(1, { 'a"b': Number.NaN, c: Number.NEGATIVE_INFINITY }));
    sink.close();
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({ step: 1, 'a"b': "NaN", c: "-Infinity" });
  });

  it("continues a killed run with nothing missing and nothing doubled", () => {
    const killed = jsonLinesSink(path);
    killed.write(record(1, { "charts/µ": 1 }));
    const position = killed.position();
    killed.write(record(2, { "charts/µ": 2 }));

    const resumed = jsonLinesSink(path, { resumeFrom: position });
    resumed.write(record(2, { "charts/µ": 3 }));
    resumed.close();
    expect(readFileSync(path, "utf8")).toBe('{"step":1,"charts/µ":1}\n{"step":2,"charts/µ":3}\n');
    killed.close();
  });

  it("resumes a half-written line", () => {
    const killed = jsonLinesSink(path);
    killed.write(record(1, {}));
    const position = killed.position();
    killed.close();
    writeFileSync(path, '{"ste', { flag: "a" });
    const resumed = jsonLinesSink(path, { resumeFrom: position });
    expect(resumed.position()).toEqual(position);
    resumed.close();
    expect(readFileSync(path, "utf8")).toBe('{"step":1}\n');
  });

  it("refuses a position that belongs to another file", () => {
    expect(() => jsonLinesSink(path, { resumeFrom: { "other.jsonl": 3 } })).toThrow(
      expect.objectContaining({ code: "metrics-position-missing" }),
    );
  });
});
