import { basename } from "node:path";
import { openAppendFile } from "./append-file.js";
import { checkMetricsRecord } from "./check-record.js";
import { type FileSinkOptions, positionEntry } from "./file-sink-options.js";
import type { MetricsSink, SinkPosition } from "./sink.js";

export interface JsonLinesSink extends MetricsSink {
  position(): SinkPosition;
}

/**
 * One JSON object per line and record: `{"step":2048,"charts/episodic_return":21.5}`. What JSON numbers cannot say is
 * written as the strings `"NaN"`, `"Infinity"` and `"-Infinity"`.
 * @throws UsageError when the file exists, cannot be written, or is shorter than `resumeFrom` says
 */
export function jsonLinesSink(path: string, { resumeFrom, overwrite }: FileSinkOptions = {}): JsonLinesSink {
  const name = basename(path);
  const file = openAppendFile(path, { resumeFrom: positionEntry(resumeFrom, name, path), overwrite });
  return {
    write(record) {
      checkMetricsRecord(record);
      let line = `{"step":${record.step}`;
      for (const [key, value] of Object.entries(record.values)) line += `,${JSON.stringify(key)}:${jsonNumber(value)}`;
      file.append(`${line}}\n`);
    },
    position() {
      file.sync();
      return { [name]: file.length };
    },
    close: file.close,
  };
}

function jsonNumber(value: number): string {
  if (Object.is(value, -0)) return "-0";
  return Number.isFinite(value) ? String(value) : `"${value}"`;
}
