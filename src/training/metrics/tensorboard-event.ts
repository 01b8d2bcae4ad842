import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import type { Histogram } from "./histogram.js";

/**
 * TensorBoard's `Event` messages, written field by field from
 * https://github.com/tensorflow/tensorboard/blob/master/tensorboard/compat/proto/event.proto and summary.proto.
 * `wallTime` is in seconds since 1970.
 */
export function encodeFileVersion(wallTime: number): Uint8Array {
  return event(wallTime, 0).tag(3, WireType.LengthDelimited).string("brain.Event:2").finish();
}

/** One event that carries all scalars of a step; TensorBoard holds them as float32. */
export function encodeScalars(wallTime: number, step: number, values: Readonly<Record<string, number>>): Uint8Array {
  const writer = event(wallTime, step).tag(5, WireType.LengthDelimited).fork();
  for (const [tag, value] of Object.entries(values)) {
    writer.tag(1, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.LengthDelimited).string(tag);
    // Rounded here because the writer refuses doubles beyond float32's range, which belong at infinity.
    writer.tag(2, WireType.Bit32).float(Math.fround(value));
    writer.join();
  }
  return writer.join().finish();
}

/** One event that carries a histogram. */
export function encodeHistogram(wallTime: number, step: number, tag: string, histogram: Histogram): Uint8Array {
  const writer = event(wallTime, step).tag(5, WireType.LengthDelimited).fork();
  writer.tag(1, WireType.LengthDelimited).fork();
  writer.tag(1, WireType.LengthDelimited).string(tag);
  writer.tag(5, WireType.LengthDelimited).fork();
  const { min, max, count, sum, sumOfSquares } = histogram;
  [min, max, count, sum, sumOfSquares].forEach((moment, index) => {
    writer.tag(index + 1, WireType.Bit64).double(moment);
  });
  packedDoubles(writer, 6, histogram.bucketLimits);
  packedDoubles(writer, 7, histogram.bucketCounts);
  return writer.join().join().join().finish();
}

function event(wallTime: number, step: number): BinaryWriter {
  return new BinaryWriter().tag(1, WireType.Bit64).double(wallTime).tag(2, WireType.Varint).int64(step);
}

function packedDoubles(writer: BinaryWriter, field: number, values: Float64Array): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  for (const value of values) writer.double(value);
  writer.join();
}
