import { describe, expect, it } from "vitest";
import { memorySink } from "./memory-sink.js";

describe("memorySink", () => {
  it("keeps its own copies of records in order", () => {
    const sink = memorySink();
    const values: Record<string, number> = { a: 1 };
    sink.write({ step: 1, values });
    values.a = 2;
    sink.write({ step: 2, values });
    sink.close();
    expect(sink.records).toEqual([
      { step: 1, values: { a: 1 } },
      { step: 2, values: { a: 2 } },
    ]);
  });
});
