import { join } from "node:path";
import { makeFolder } from "../../files/node.js";
import { openAppendFile } from "./append-file.js";
import { checkMetricsRecord } from "./check-record.js";
import { type FileSinkOptions, positionEntry } from "./file-sink-options.js";
import { histogramOf } from "./histogram.js";
import type { MetricsSink, SinkPosition } from "./sink.js";
import { encodeFileVersion, encodeHistogram, encodeScalars } from "./tensorboard-event.js";
import { frameRecord } from "./tfrecord.js";

/** TensorBoard reads whatever holds "tfevents" in its name; one fixed name per folder lets a resumed run find its file. */
const fileName = "events.out.tfevents.proximal";

export interface TensorboardSinkOptions extends FileSinkOptions {
  /** Milliseconds since 1970; default `Date.now`. */
  readonly clock?: (() => number) | undefined;
}

export interface TensorboardSink extends MetricsSink {
  position(): SinkPosition;
  /** Shows how `values` are distributed at `step`. */
  writeHistogram(name: string, step: number, values: ArrayLike<number>): void;
}

/**
 * An event file that `tensorboard --logdir` shows: `folder` (created if need be) is one run, or one of several below a
 * common folder. Values are stored as float32, the only precision that scalar summaries have.
 * @throws UsageError when the folder already holds a run or cannot be written, or when its file is shorter than `resumeFrom` says
 */
export function tensorboardSink(folder: string, options: TensorboardSinkOptions = {}): TensorboardSink {
  const { resumeFrom, overwrite, clock = Date.now } = options;
  const path = join(folder, fileName);
  const length = positionEntry(resumeFrom, fileName, path);
  makeFolder(folder);
  const file = openAppendFile(path, { resumeFrom: length, overwrite });
  const seconds = (): number => clock() / 1000;
  if (file.length === 0) file.append(frameRecord(encodeFileVersion(seconds())));

  return {
    write(record) {
      checkMetricsRecord(record);
      file.append(frameRecord(encodeScalars(seconds(), record.step, record.values)));
    },
    writeHistogram(name, step, values) {
      checkMetricsRecord({ step, values: {} });
      file.append(frameRecord(encodeHistogram(seconds(), step, name, histogramOf(values))));
    },
    position() {
      file.sync();
      return { [fileName]: file.length };
    },
    close: file.close,
  };
}
