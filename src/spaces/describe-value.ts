/** A value in a few words, for error messages. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined || typeof value === "boolean") return String(value);
  if (typeof value === "number") return `the number ${value}`;
  if (typeof value === "string") return `the string "${value}"`;
  if (isNumbers(value)) return `${value.length} numbers`;
  if (Array.isArray(value)) return "an array that holds other things than numbers";
  return typeof value === "object" ? `an object with keys ${JSON.stringify(Object.keys(value))}` : `a ${typeof value}`;
}

/** Whether a value is a flat array or typed array of numbers. */
export function isNumbers(value: unknown): value is ArrayLike<number> {
  if (Array.isArray(value)) return value.every((element) => typeof element === "number");
  return (
    ArrayBuffer.isView(value) &&
    "length" in value &&
    !(value instanceof BigInt64Array || value instanceof BigUint64Array)
  );
}
