import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { MetricsTable } from "./metrics-table.js";
import { type ScanState, scanLines } from "./scan-lines.js";

/** Bytes read at once: some milliseconds of work. */
const SLICE = 2 ** 21;
/** Bytes before the end that must still be there when more is read. */
const SEAM = 256;
/** Broken lines that are told one by one. */
const MOST_TOLD = 20;

/** What could not be read of a metrics file. */
export interface MetricsProblem {
  /** From 1. */
  readonly line: number;
  readonly reason: string;
}

/**
 * Follows a metrics file that another process appends to, by byte offset: every `read` takes what has been added. A
 * trainer that resumes shortens the file first, and one that starts over replaces it; then the file is read anew, so that
 * the table is always what the file says. Only the metrics that somebody wants are kept.
 */
export class MetricsFile {
  private pass = new Pass([]);
  /** What is shown while the file is read once more for further metrics. */
  private shown: Pass | undefined;

  constructor(private readonly path: string) {}

  get table(): MetricsTable {
    return (this.shown ?? this.pass).table;
  }

  get cells(): number {
    return this.pass.table.cells + (this.shown?.table.cells ?? 0);
  }

  /** Every metric that the file was seen to have. */
  get names(): readonly string[] {
    return [...new Set([...(this.shown?.state.names ?? []), ...this.pass.state.names])].sort();
  }

  get problems(): readonly MetricsProblem[] {
    return this.pass.problems;
  }

  /** Also those too many to be told. */
  get problemCount(): number {
    return this.pass.problemCount;
  }

  /** Further metrics to keep; they are there when `read` has come to the end. */
  want(metrics: readonly string[]): void {
    const missing = [...new Set(metrics)].filter((name) => !this.pass.table.metrics.includes(name));
    if (missing.length === 0) return;
    if (this.pass.table.rows > 0) this.shown ??= this.pass;
    this.pass = new Pass([...this.pass.table.metrics, ...missing]);
  }

  /** Reads some of what is new. Returns whether there is more to read. Throws what the file system throws. */
  read(): boolean {
    const descriptor = openSync(this.path, "r");
    try {
      const { size, ino } = fstatSync(descriptor);
      if (!this.pass.continues(descriptor, size, ino)) {
        this.pass = new Pass(this.pass.table.metrics, ino);
        this.shown = undefined;
      }
      const more = this.pass.read(descriptor, size);
      if (!more) this.shown = undefined;
      return more;
    } finally {
      closeSync(descriptor);
    }
  }
}

/** One reading of the file, from its beginning on. */
class Pass {
  readonly table: MetricsTable;
  readonly problems: MetricsProblem[] = [];
  problemCount = 0;
  readonly state: ScanState;
  private offset = 0;
  private seam = Buffer.alloc(0);

  constructor(
    metrics: readonly string[],
    private inode?: number,
  ) {
    this.table = new MetricsTable(metrics);
    const complain = (line: number, reason: string) => {
      this.problemCount++;
      if (this.problems.length < MOST_TOLD) this.problems.push({ line, reason });
    };
    this.state = { lines: 0, names: new Set(), longest: 0, complain };
  }

  /** Whether what has been read is still the beginning of the file. */
  continues(descriptor: number, size: number, inode: number): boolean {
    this.inode ??= inode;
    if (inode !== this.inode || size < this.offset) return false;
    return readAt(descriptor, this.offset - this.seam.length, this.seam.length).equals(this.seam);
  }

  read(descriptor: number, size: number): boolean {
    const wanted = Math.min(size - this.offset, SLICE);
    if (wanted <= 0) return false;
    const bytes = readAt(descriptor, this.offset, wanted);
    // A line that is still being written is read when it is whole.
    const end = bytes.lastIndexOf(10) + 1;
    if (end === 0) return false;
    scanLines(bytes.toString("utf8", 0, end - 1), this.table, this.state);
    this.offset += end;
    this.seam = Buffer.from(bytes.subarray(Math.max(0, end - SEAM), end));
    return size > this.offset && wanted === SLICE;
  }
}

function readAt(descriptor: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  return bytes.subarray(0, readSync(descriptor, bytes, 0, length, position));
}
