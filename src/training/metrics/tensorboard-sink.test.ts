import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BinaryReader } from "@bufbuild/protobuf/wire";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tensorboardSink } from "./tensorboard-sink.js";
import { maskedChecksum } from "./tfrecord.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "proximal-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const eventFile = () => join(folder, "run", "events.out.tfevents.proximal");
const clock = () => 12_345;

/** Splits the file into events, checking every length and checksum. */
function readEvents(): Uint8Array[] {
  const bytes = new Uint8Array(readFileSync(eventFile()));
  const view = new DataView(bytes.buffer);
  const events: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; ) {
    const length = Number(view.getBigUint64(start, true));
    const data = bytes.subarray(start + 12, start + 12 + length);
    expect(view.getUint32(start + 8, true)).toBe(maskedChecksum(bytes.subarray(start, start + 8)));
    expect(view.getUint32(start + 12 + length, true)).toBe(maskedChecksum(data));
    events.push(data);
    start += 16 + length;
  }
  return events;
}

/** wall_time, step and scalars of an event. */
function readScalars(event: Uint8Array): [number, number, Record<string, number>] {
  const reader = new BinaryReader(event);
  const scalars: Record<string, number> = {};
  reader.tag();
  const wallTime = reader.double();
  reader.tag();
  const step = Number(reader.int64());
  reader.tag();
  for (let summary = new BinaryReader(reader.bytes()); summary.pos < summary.len; ) {
    summary.tag();
    const value = new BinaryReader(summary.bytes());
    value.tag();
    const tag = value.string();
    value.tag();
    scalars[tag] = value.float();
  }
  return [wallTime, step, scalars];
}

describe("tensorboardSink", () => {
  it("writes framed events: the version, then one per record", () => {
    const sink = tensorboardSink(join(folder, "run"), { clock });
    sink.write({ step: 2048, values: { "charts/episodic_return": 21.5, "losses/policy_loss": -0.25 } });
    sink.write({ step: 4096, values: { "charts/episodic_return": 30 } });
    sink.close();
    const [version, ...rest] = readEvents();
    expect(Buffer.from(version!).includes("brain.Event:2")).toBe(true);
    expect(rest.map(readScalars)).toEqual([
      [12.345, 2048, { "charts/episodic_return": 21.5, "losses/policy_loss": -0.25 }],
      [12.345, 4096, { "charts/episodic_return": 30 }],
    ]);
  });

  it("writes histograms between scalars", () => {
    const sink = tensorboardSink(join(folder, "run"), { clock });
    sink.writeHistogram("weights/actor", 7, Float32Array.of(1, 2, 3));
    sink.close();
    const events = readEvents();
    expect(events).toHaveLength(2);
    expect(Buffer.from(events[1]!).includes("weights/actor")).toBe(true);
  });

  it("continues a killed run with nothing missing and nothing doubled", () => {
    const killed = tensorboardSink(join(folder, "run"), { clock });
    killed.write({ step: 1, values: { a: 1 } });
    const position = killed.position();
    killed.write({ step: 2, values: { a: 2 } });
    killed.close();
    writeFileSync(eventFile(), "half a record", { flag: "a" });

    const resumed = tensorboardSink(join(folder, "run"), { clock, resumeFrom: position });
    resumed.write({ step: 2, values: { a: 3 } });
    resumed.close();
    const actual = readFileSync(eventFile());

    const straight = tensorboardSink(join(folder, "run"), { clock, overwrite: true });
    straight.write({ step: 1, values: { a: 1 } });
    straight.write({ step: 2, values: { a: 3 } });
    straight.close();
    expect(actual.equals(readFileSync(eventFile()))).toBe(true);
  });

  it("refuses a folder that holds another run", () => {
    tensorboardSink(join(folder, "run"), { clock }).close();
    expect(() => tensorboardSink(join(folder, "run"), { clock })).toThrow(
      expect.objectContaining({ code: "file-exists" }),
    );
  });

  it("refuses a folder that is a file", () => {
    writeFileSync(join(folder, "run"), "");
    expect(() => tensorboardSink(join(folder, "run"), { clock })).toThrow(
      expect.objectContaining({ code: "not-a-folder" }),
    );
  });
});
