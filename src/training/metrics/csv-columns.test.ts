import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvLine, narrowCsv, parseCsvHeader, widenCsv } from "./csv-columns.js";

describe("parseCsvHeader", () => {
  it("reads back every header that csvLine writes", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('"', ",", "\n", "a") }))),
        (names) => {
          const columns = ["step", ...names];
          const header = csvLine(columns);
          expect(parseCsvHeader(`${header}1,2\n`)).toEqual({ columns, end: header.length });
        },
      ),
    );
  });

  it("finds no columns in an empty file", () => {
    expect(parseCsvHeader("")).toEqual({ columns: [], end: 0 });
  });
});

describe("widenCsv", () => {
  it("adds empty cells to every row", () => {
    expect(widenCsv("step,a\n1,2\n2,\n", ["b", "c,d"])).toBe('step,a,b,"c,d"\n1,2,,\n2,,,\n');
  });
});

describe("narrowCsv", () => {
  it("undoes widening, whatever rows came after", () => {
    const before = "step,µ\n1,2\n2,\n";
    const after = `${widenCsv(before, ["b", "c"])}3,4,5,6\n4,,,7\n`;
    expect(narrowCsv(after, 2, Buffer.byteLength(before))).toBe(before);
  });

  it("tells when the rows before the checkpoint were changed", () => {
    expect(narrowCsv("step,a,b\n1,2,3\n", 2, "step,a\n1,2\n".length)).toBeUndefined();
    expect(narrowCsv("step,a,b\n1,22,\n", 2, "step,a\n1,2\n".length)).toBeUndefined();
    expect(narrowCsv("step,a,b\n", 2, "step,a\n1,2\n".length)).toBeUndefined();
  });
});
