import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { csvSink } from "./csv-sink.js";
import type { MetricsRecord } from "./sink.js";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "proximal-"));
  path = join(folder, "metrics.csv");
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const record = (step: number, values: Record<string, number>): MetricsRecord => ({ step, values });
const text = () => readFileSync(path, "utf8");

function writeAll(records: readonly MetricsRecord[]): void {
  const sink = csvSink(path, { overwrite: true });
  for (const each of records) sink.write(each);
  sink.close();
}

describe("csvSink", () => {
  it("is a complete table after every record, also when metrics appear later", () => {
    const sink = csvSink(path);
    sink.write(record(1, { a: 0.5 }));
    expect(text()).toBe("step,a\n1,0.5\n");
    sink.write(record(2, { b: -0, a: Number.NaN, "c,d": 1e21 }));
    expect(text()).toBe('step,a,b,"c,d"\n1,0.5,,\n2,NaN,-0,1e+21\n');
    sink.write(record(3, {}));
    sink.close();
    expect(text()).toBe('step,a,b,"c,d"\n1,0.5,,\n2,NaN,-0,1e+21\n3,,,\n');
    expect(readdirSync(folder)).toEqual(["metrics.csv"]);
  });

  it("writes steps alone before there are metrics", () => {
    writeAll([record(1, {}), record(2, { a: 1 })]);
    expect(text()).toBe("step,a\n1,\n2,1\n");
  });

  it("does not take inherited properties for measurements", () => {
    writeAll([record(1, { toString: 7 }), record(2, {})]);
    expect(text()).toBe("step,toString\n1,7\n2,\n");
  });

  it("continues a killed run as if it had never stopped, whichever metrics appeared before or after", () => {
    const names = ["a", "µ", 'q"uote', "c,d"];
    const records = fc.array(
      fc.dictionary(fc.constantFrom(...names), fc.double({ noNaN: true }), { maxKeys: 3, noNullPrototype: true }),
      { maxLength: 5 },
    );
    const numbered = (values: Record<string, number>[]) => values.map((value, index) => record(index, value));
    fc.assert(
      fc.property(records, records, records, (before, lost, after) => {
        const killed = csvSink(path, { overwrite: true });
        for (const each of numbered(before)) killed.write(each);
        const position = killed.position();
        for (const each of numbered(lost)) killed.write(each);
        killed.close();
        const resumed = csvSink(path, { resumeFrom: position });
        expect(resumed.position()).toEqual(position);
        for (const each of numbered(after)) resumed.write(each);
        resumed.close();
        const actual = text();
        writeAll([...numbered(before), ...numbered(after)]);
        expect(actual).toBe(text());
      }),
      { numRuns: 50 },
    );
  });

  it("refuses a file that is shorter than at the checkpoint and names both lengths", () => {
    const sink = csvSink(path);
    sink.write(record(1, { a: 1 }));
    const position = sink.position();
    sink.close();
    truncateSync(path, 8);
    expect(() => csvSink(path, { resumeFrom: position })).toThrow(
      `"${path}" has 8 bytes, and the checkpoint was taken when it had 11 bytes.`,
    );
  });

  it("refuses a file that someone else changed, and leaves it alone", () => {
    const sink = csvSink(path);
    sink.write(record(1, { a: 1 }));
    const position = sink.position();
    sink.close();
    for (const other of ["step\n1\n2\n3\n4\n", "step,a,b\n1,2,3\n"]) {
      writeFileSync(path, other);
      expect(() => csvSink(path, { resumeFrom: position })).toThrow(
        expect.objectContaining({ code: "metrics-file-changed" }),
      );
      expect(text()).toBe(other);
    }
  });
});
