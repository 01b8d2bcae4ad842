import { RunError } from "../errors.js";
import type { Snapshot } from "../snapshot.js";

type TypedArray = Extract<Snapshot, ArrayBufferView>;

/** A typed array of a snapshot and where it is in the tree. */
export interface ArrayEntry {
  readonly name: string;
  readonly array: TypedArray;
}

/** Element types by their safetensors names. */
const arrayTypes = {
  F32: Float32Array,
  F64: Float64Array,
  I32: Int32Array,
  U32: Uint32Array,
  U8: Uint8Array,
} as const;

/** The safetensors name of an array's element type. */
export function dtypeOf(array: TypedArray): string {
  for (const [dtype, type] of Object.entries(arrayTypes)) if (array instanceof type) return dtype;
  throw new TypeError(`unsupported array ${Object.prototype.toString.call(array)}`);
}

/** `length` elements copied out of `bytes` from `start` on, wherever that is aligned. */
export function typedArrayOf(dtype: string, bytes: Uint8Array, start: number, length: number): TypedArray {
  const type = Object.hasOwn(arrayTypes, dtype) ? arrayTypes[dtype as keyof typeof arrayTypes] : undefined;
  if (!type) throw new TypeError(`unknown dtype ${dtype}`);
  const size = length * type.BYTES_PER_ELEMENT;
  if (start + size > bytes.length) throw new RangeError(`array ends at byte ${start + size} of ${bytes.length}`);
  const copy = new Uint8Array(size);
  copy.set(bytes.subarray(start, start + size));
  return new type(copy.buffer);
}

/**
 * A snapshot as JSON text and its typed arrays beside it. Where JSON cannot say it, an object with one key stands in:
 * `{"$array": path}` for a typed array, `{"$number": "NaN"}` for −0, NaN and ±Infinity; keys of the snapshot that begin
 * with `$` get a second one.
 */
export function flattenSnapshot(tree: Snapshot): { readonly json: string; readonly arrays: readonly ArrayEntry[] } {
  const arrays: ArrayEntry[] = [];
  const encode = (value: Snapshot, path: readonly string[]): unknown => {
    if (value === null || typeof value === "boolean" || typeof value === "string") return value;
    if (typeof value === "number") {
      if (Object.is(value, -0)) return { $number: "-0" };
      return Number.isFinite(value) ? value : { $number: String(value) };
    }
    if (isTypedArray(value)) {
      const name = pathName(path);
      arrays.push({ name, array: value });
      return { $array: name };
    }
    if (Array.isArray(value))
      return Array.from(value, (item: Snapshot, index) => encode(item, [...path, String(index)]));
    if (!isPlainObject(value)) throw unsupported(value, path);
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key.startsWith("$") ? `$${key}` : key,
        encode(item as Snapshot, [...path, key]),
      ]),
    );
  };
  return { json: JSON.stringify(encode(tree, [])), arrays };
}

/** The inverse of `flattenSnapshot`; throws when the text refers to an array that is not there. */
export function unflattenSnapshot(json: string, arrays: ReadonlyMap<string, TypedArray>): Snapshot {
  const decode = (value: unknown): Snapshot => {
    if (Array.isArray(value)) return value.map(decode);
    if (typeof value !== "object" || value === null) return value as Snapshot;
    if ("$number" in value) return Number(value.$number);
    if ("$array" in value) {
      const array = arrays.get(value.$array as string);
      if (!array) throw new TypeError(`no array named ${value.$array}`);
      return array;
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key.startsWith("$") ? key.slice(1) : key, decode(item)]),
    );
  };
  return decode(JSON.parse(json));
}

/** JSON Pointer's escapes without its leading slash; `__metadata__` is the container's own name. */
function pathName(path: readonly string[]): string {
  const name = path.map((key) => key.replaceAll("~", "~0").replaceAll("/", "~1")).join("/");
  return name === "__metadata__" ? "~metadata" : name;
}

function isTypedArray(value: object): value is TypedArray {
  return Object.values(arrayTypes).some((type) => value instanceof type);
}

function isPlainObject(value: unknown): value is Readonly<Record<string, Snapshot>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function unsupported(value: unknown, path: readonly string[]): RunError {
  const what = value === undefined ? "undefined" : Object.prototype.toString.call(value).slice(8, -1);
  return new RunError({
    code: "snapshot-unsupported",
    message: `A checkpoint cannot hold "${path.join("/")}": it is ${what}.`,
    fix: "Return only JSON values and Float32Array, Float64Array, Int32Array, Uint32Array or Uint8Array from getState().",
  });
}
