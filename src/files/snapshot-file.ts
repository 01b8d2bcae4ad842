import crc32 from "crc-32";
import { RunError, UsageError } from "../errors.js";
import type { Snapshot } from "../snapshot.js";
import { type ArrayEntry, dtypeOf, flattenSnapshot, typedArrayOf, unflattenSnapshot } from "./snapshot-tree.js";

const format = "proximal-snapshot";
const version = 1;
/** Bytes of the header's length, little-endian, before the header. */
const prefixSize = 8;
/** Everything up to the checksum has a fixed width, so that damage can be told before anything is parsed. */
const opening = (bytes: number, checksum: string): string =>
  `{"__metadata__":{"format":"${format}","version":"${version}","bytes":"${String(bytes).padStart(16, "0")}","crc32":"${checksum}",`;
const signature = opening(0, "").slice(0, opening(0, "").indexOf(`${version}","bytes`));
const openingSize = opening(0, "00000000").length;
const checksumEnd = prefixSize + openingSize - '",'.length;
const checksumStart = checksumEnd - 8;

interface TensorHeader {
  readonly dtype: string;
  readonly shape: readonly [number];
  readonly data_offsets: readonly [number, number];
}

/**
 * One file that holds a snapshot bit for bit: the safetensors container (https://github.com/huggingface/safetensors#format).
 * Typed arrays are its tensors, named by their path (`learner/parameters`); everything else is JSON in
 * `__metadata__.snapshot`. `__metadata__.crc32` covers every other byte of the file, header included.
 * @throws RunError `snapshot-unsupported` for values that a Snapshot cannot hold
 */
export function encodeSnapshot(tree: Snapshot): Uint8Array {
  const { json, arrays } = flattenSnapshot(tree);
  // Wide elements first keeps every array aligned, so that readers may map the file without copying.
  const sorted = [...arrays].sort((a, b) => b.array.BYTES_PER_ELEMENT - a.array.BYTES_PER_ELEMENT);
  let dataSize = 0;
  const tensors = sorted.map(({ name, array }): [string, TensorHeader] => {
    const begin = dataSize;
    dataSize += array.byteLength;
    return [name, { dtype: dtypeOf(array), shape: [array.length], data_offsets: [begin, dataSize] }];
  });
  const tensorsJson = JSON.stringify(Object.fromEntries(tensors)).slice(1, -1);
  const rest = `"snapshot":${JSON.stringify(json)}}${tensorsJson && `,${tensorsJson}`}}`;
  const restBytes = new TextEncoder().encode(rest);
  const headerSize = Math.ceil((openingSize + restBytes.length) / 8) * 8;
  const dataStart = prefixSize + headerSize;

  const file = new Uint8Array(dataStart + dataSize).fill(0x20, 0, dataStart);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerSize), true);
  file.set(new TextEncoder().encode(opening(file.length, "00000000")), prefixSize);
  file.set(restBytes, prefixSize + openingSize);
  let offset = dataStart;
  for (const { array } of sorted) {
    file.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offset);
    offset += array.byteLength;
  }
  file.set(new TextEncoder().encode(checksum(file)), checksumStart);
  return file;
}

/**
 * The snapshot that `encodeSnapshot` wrote. `name` is what errors call the file.
 * @throws UsageError `checkpoint-foreign` or `checkpoint-version`; RunError `checkpoint-truncated` or `checkpoint-corrupt`
 */
export function decodeSnapshot(bytes: Uint8Array, name: string): Snapshot {
  checkWhole(bytes, name);
  try {
    const headerSize = Number(viewOf(bytes).getBigUint64(0, true));
    const header = JSON.parse(
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(prefixSize, prefixSize + headerSize)),
    ) as Record<string, unknown>;
    const { __metadata__: metadata, ...tensors } = header;
    const arrays = new Map(
      Object.entries(tensors as Record<string, TensorHeader>).map(([path, tensor]): [string, ArrayEntry["array"]] => [
        path,
        typedArrayOf(tensor.dtype, bytes, prefixSize + headerSize + tensor.data_offsets[0], tensor.shape[0]),
      ]),
    );
    return unflattenSnapshot((metadata as { snapshot: string }).snapshot, arrays);
  } catch (cause) {
    throw corrupt(name, "its contents contradict each other", cause);
  }
}

/** Everything that can be wrong with the bytes, before any of them is trusted. */
function checkWhole(bytes: Uint8Array, name: string): void {
  const start = latin1(bytes.subarray(prefixSize, prefixSize + openingSize));
  if (!start.startsWith(signature.slice(0, start.length))) {
    throw new UsageError({
      code: "checkpoint-foreign",
      message: `"${name}" is not a Proximal checkpoint.`,
      fix: "Name a file that Proximal wrote.",
    });
  }
  const fields = start.slice(signature.length);
  const written = /^(\d+)"/.exec(fields)?.[1];
  if (written !== undefined && Number(written) > version) {
    throw new UsageError({
      code: "checkpoint-version",
      message: `"${name}" has format version ${written}, and this Proximal reads up to version ${version}.`,
      fix: "Upgrade Proximal to read it.",
    });
  }
  if (bytes.length < prefixSize + openingSize) throw truncated(name, bytes.length, "its header alone is longer");
  const match = /^\d+","bytes":"(\d{16})","crc32":"([0-9a-f]{8})",$/.exec(fields);
  if (!match || Number(written) !== version) throw corrupt(name, "its header is damaged");
  const expectedSize = Number(match[1]);
  if (bytes.length < expectedSize) throw truncated(name, bytes.length, `${expectedSize} were written`);
  if (bytes.length > expectedSize) {
    throw corrupt(name, `it has ${bytes.length} bytes and ${expectedSize} were written`);
  }
  const actual = checksum(bytes);
  if (actual !== match[2]) throw corrupt(name, `its checksum is ${actual} instead of ${match[2]}`);
}

/** CRC-32 of the file without the checksum's own eight bytes. */
function checksum(file: Uint8Array): string {
  const before = crc32.buf(file.subarray(0, checksumStart));
  return (crc32.buf(file.subarray(checksumEnd), before) >>> 0).toString(16).padStart(8, "0");
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const latin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

function truncated(name: string, size: number, expectation: string): RunError {
  return new RunError({
    code: "checkpoint-truncated",
    message: `"${name}" is cut off: it has ${size} bytes and ${expectation}.`,
    fix: "Copy it again from its source, or use an earlier checkpoint.",
  });
}

function corrupt(name: string, reason: string, cause?: unknown): RunError {
  return new RunError({
    code: "checkpoint-corrupt",
    message: `"${name}" is damaged: ${reason}.`,
    fix: "Copy it again from its source, or use an earlier checkpoint.",
    cause,
  });
}
