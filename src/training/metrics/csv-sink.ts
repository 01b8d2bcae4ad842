import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { UsageError } from "../../errors.js";
import { fileError, writeFileAtomic } from "../../files/node.js";
import { openAppendFile } from "./append-file.js";
import { checkMetricsRecord } from "./check-record.js";
import { csvLine, narrowCsv, parseCsvHeader, widenCsv } from "./csv-columns.js";
import { type FileSinkOptions, positionEntry } from "./file-sink-options.js";
import type { MetricsRecord, MetricsSink, SinkPosition } from "./sink.js";

export interface CsvSink extends MetricsSink {
  position(): SinkPosition;
}

/**
 * A table with one row per record: `step` first, then the metrics in the order in which they first appeared; what a
 * record did not measure is an empty cell. When a new metric appears the file is replaced, whole or not at all, by one
 * with the wider header, so that it is a complete table at every moment; resuming drops columns that came after the
 * checkpoint again.
 * @throws UsageError when the file exists, cannot be written, or is not the one that `resumeFrom` was taken from
 */
export function csvSink(path: string, { resumeFrom, overwrite }: FileSinkOptions = {}): CsvSink {
  const name = basename(path);
  const columnsKey = `${name}#columns`;
  const length = positionEntry(resumeFrom, name, path);
  const columnCount = positionEntry(resumeFrom, columnsKey, path);
  const columns: string[] = [];
  if (length !== undefined && columnCount !== undefined) columns.push(...restoreColumns(path, columnCount, length));
  let file = openAppendFile(path, { resumeFrom: length, overwrite });

  const widen = (added: readonly string[]): void => {
    if (columns.length === 0) {
      file.append(csvLine(["step", ...added]));
      columns.push("step", ...added);
      return;
    }
    const table = widenCsv(readText(path), added);
    writeFileAtomic(path, table);
    file.close();
    file = openAppendFile(path, { resumeFrom: Buffer.byteLength(table) });
    columns.push(...added);
  };

  return {
    write(record) {
      checkMetricsRecord(record);
      const added = Object.keys(record.values).filter((metric) => !columns.includes(metric));
      if (added.length > 0 || columns.length === 0) widen(added);
      const [, ...metrics] = columns;
      file.append(csvLine([String(record.step), ...metrics.map((metric) => cell(record, metric))]));
    },
    position() {
      file.sync();
      return { [name]: file.length, [columnsKey]: columns.length };
    },
    close: () => file.close(),
  };
}

function cell({ values }: MetricsRecord, metric: string): string {
  if (!Object.hasOwn(values, metric)) return "";
  const value = values[metric];
  return Object.is(value, -0) ? "-0" : String(value);
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw fileError("read", path, cause);
  }
}

/** The checkpoint's columns, after removing from the file those that appeared later. */
function restoreColumns(path: string, count: number, length: number): readonly string[] {
  const text = readText(path);
  const { columns } = parseCsvHeader(text);
  if (columns.length > count) {
    const narrowed = count === 0 ? "" : narrowCsv(text, count, length);
    if (narrowed === undefined) throw changed(path, count, length);
    writeFileAtomic(path, narrowed);
  } else if (columns.length < count && Buffer.byteLength(text) >= length) throw changed(path, count, length);
  return columns.slice(0, count);
}

function changed(path: string, count: number, length: number): UsageError {
  return new UsageError({
    code: "metrics-file-changed",
    message: `"${path}" does not begin with the ${length} bytes of ${count} columns that the checkpoint was taken with.`,
    fix: "Restore the file, or start new metrics files.",
  });
}
