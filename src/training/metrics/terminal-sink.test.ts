import { Writable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { terminalSink } from "./terminal-sink.js";

function capture(isTTY: boolean) {
  let written = "";
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      written += chunk.toString();
      done();
    },
  });
  return {
    stream: Object.assign(stream, { isTTY, columns: 100 }),
    raw: () => written,
    text: () => stripVTControlCharacters(written),
  };
}

describe("terminalSink", () => {
  it("prints plain lines at the first record, every interval and at the end where there is no terminal", () => {
    const { stream, text } = capture(false);
    let now = 0;
    const sink = terminalSink({ totalSteps: 1_000, stream, clock: () => now, interval: 5 });
    for (let second = 1; second <= 8; second++) {
      now = second * 1000;
      sink.write({ step: second * 100, values: { "charts/episodic_return": second } });
    }
    sink.close();
    sink.close();
    expect(text()).toBe(
      "100/1,000 steps · 100 steps/s · return 1 · 9 s left\n" +
        "600/1,000 steps · 100 steps/s · return 6 · 4 s left\n" +
        "800/1,000 steps · 100 steps/s · return 8 · 2 s left\n",
    );
  });

  it("prints no record twice", () => {
    const { stream, text } = capture(false);
    const sink = terminalSink({ totalSteps: 10, stream, clock: () => 0 });
    sink.write({ step: 10, values: {} });
    sink.close();
    expect(text()).toBe("10/10 steps\n");
  });

  it("draws a bar in a terminal", () => {
    const { stream, text } = capture(true);
    let now = 0;
    const sink = terminalSink({ totalSteps: 1_000, stream, clock: () => now });
    now = 2_000;
    sink.write({ step: 500, values: { "charts/episodic_return": 12.5 } });
    sink.close();
    expect(text()).toContain("████████░░░░░░░░ 50% · 500/1,000 steps · 250 steps/s · return 12.5 · 2 s left");
  });

  it("leaves the terminal's settings alone, so that a killed run leaves a usable terminal", () => {
    const { stream, raw } = capture(true);
    const sink = terminalSink({ totalSteps: 10, stream });
    sink.write({ step: 5, values: {} });
    sink.close();
    // Neither line wrapping (?7l) nor the cursor (?25l) is switched off.
    expect(raw()).not.toMatch(/\?7l|\?25l/);
  });

  it("speaks on standard error unless told otherwise", () => {
    const original = process.stderr.write;
    let heard = "";
    process.stderr.write = ((chunk: string) => {
      heard += chunk;
      return true;
    }) as typeof process.stderr.write;
    try {
      const sink = terminalSink({ totalSteps: 10, clock: () => 0 });
      sink.write({ step: 10, values: {} });
      sink.close();
    } finally {
      process.stderr.write = original;
    }
    expect(heard).toContain("10/10 steps");
  });
});
