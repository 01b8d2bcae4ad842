import { stringify } from "csv-stringify/sync";

/** One line of CSV (RFC 4180), with its line feed. */
export function csvLine(cells: readonly string[]): string {
  return stringify([cells]);
}

/** The cells of the first line, quotes resolved, and the index after its line feed. */
export function parseCsvHeader(text: string): { readonly columns: readonly string[]; readonly end: number } {
  const columns: string[] = [];
  const cell = /"((?:[^"]|"")*)"([,\n])|([^",\n]*)([,\n])/y;
  for (let match = cell.exec(text); match; match = cell.exec(text)) {
    columns.push(match[1]?.replaceAll('""', '"') ?? match[3] ?? "");
    if ((match[2] ?? match[4]) === "\n") return { columns, end: cell.lastIndex };
  }
  return { columns: [], end: 0 };
}

/** The same table with more columns at its right, empty in all rows so far. Rows must hold no quotes. */
export function widenCsv(text: string, added: readonly string[]): string {
  const { columns, end } = parseCsvHeader(text);
  return csvLine([...columns, ...added]) + text.slice(end).replaceAll("\n", `${",".repeat(added.length)}\n`);
}

/**
 * Undoes `widenCsv` up to a checkpoint: the first `count` columns of as many rows as take `length` bytes.
 * Undefined when no prefix of the table is that, i.e. when someone else changed the file.
 */
export function narrowCsv(text: string, count: number, length: number): string | undefined {
  const { columns, end } = parseCsvHeader(text);
  let narrowed = csvLine(columns.slice(0, count));
  let bytes = Buffer.byteLength(narrowed);
  const suffix = `${",".repeat(columns.length - count)}\n`;
  for (let start = end; bytes < length; ) {
    const next = text.indexOf("\n", start) + 1;
    const row = text.slice(start, next);
    if (next === 0 || !row.endsWith(suffix)) return undefined;
    const kept = `${row.slice(0, -suffix.length)}\n`;
    narrowed += kept;
    bytes += kept.length;
    start = next;
  }
  return bytes === length ? narrowed : undefined;
}
