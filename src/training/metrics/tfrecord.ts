import crc32c from "crc-32/crc32c.js";

/**
 * One record of a TFRecord file, https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details:
 * uint64 length, uint32 masked CRC-32C of the length, the data, uint32 masked CRC-32C of the data, all little-endian.
 */
export function frameRecord(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(8 + 4 + data.length + 4);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedChecksum(record.subarray(0, 8)), true);
  record.set(data, 12);
  view.setUint32(12 + data.length, maskedChecksum(data), true);
  return record;
}

/** Rotated right by 15 bits plus a constant, so that the checksum of data that contains checksums stays meaningful. */
export function maskedChecksum(data: Uint8Array): number {
  const checksum = crc32c.buf(data) >>> 0;
  return (((checksum >>> 15) | (checksum << 17)) + 0xa282ead8) >>> 0;
}
