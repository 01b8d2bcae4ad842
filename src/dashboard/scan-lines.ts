import type { MetricsTable } from "./metrics-table.js";
import { parseRecord } from "./parse-record.js";

/** What a scan keeps from one part of a file to the next. */
export interface ScanState {
  /** Lines so far. */
  lines: number;
  /** All metrics that were seen. */
  readonly names: Set<string>;
  /** Of the lines whose names were looked at. */
  longest: number;
  readonly complain: (line: number, reason: string) => void;
}

const START = '{"step":';

/**
 * Reads whole lines into a table. Parsing all of a line as JSON takes several times as long as finding the few metrics
 * that somebody looks at, so that is what this does, as long as a line begins and ends as `train` writes it.
 */
export function scanLines(text: string, table: MetricsTable, state: ScanState): void {
  const keys = table.metrics.map((name) => `${JSON.stringify(name)}:`);
  // Where each metric comes next: seldom ones are looked for once, not in every line.
  const next = keys.map(() => -1);
  for (let from = 0; from < text.length; ) {
    const found = text.indexOf("\n", from);
    const end = found < 0 ? text.length : found;
    state.lines++;
    if (text.startsWith(START, from) && text.charCodeAt(end - 1) === 125) {
      // Rare rows have more to tell than others, so the longest lines name everything.
      if (end - from > state.longest || state.lines <= 3) learnNames(text.slice(from, end), state, end - from);
      const step = numberAt(text, from + START.length);
      if (begin(step, table, state)) {
        for (let i = 0; i < keys.length; i++) {
          const key = keys[i] as string;
          let at = next[i] as number;
          if (at < from) {
            at = text.indexOf(key, from);
            if (at < 0) at = text.length;
            next[i] = at;
          }
          if (at < end) table.set(i, numberAt(text, at + key.length));
        }
      }
    } else readAnyway(text.slice(from, end), table, state);
    from = end + 1;
  }
}

function begin(step: number, table: MetricsTable, state: ScanState): boolean {
  if (!(step >= 0)) state.complain(state.lines, "has no step");
  else if (step < table.lastStep) state.complain(state.lines, `goes back to step ${step}`);
  else {
    table.begin(step);
    return true;
  }
  return false;
}

/** The number that begins there; NaN for what is none, and for the strings that JSON has in place of some numbers. */
function numberAt(text: string, begin: number): number {
  const quoted = text.charCodeAt(begin) === 34;
  let end = quoted ? begin + 1 : begin;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    // comma, closing brace, quote
    if (code === 44 || code === 125 || code === 34) break;
  }
  return Number(text.slice(quoted ? begin + 1 : begin, end));
}

function learnNames(line: string, state: ScanState, length: number): void {
  const record = parseRecord(line);
  if (record === undefined) return;
  state.longest = Math.max(state.longest, length);
  for (const name in record.values) state.names.add(name);
}

/** A line that nobody's `train` wrote may still be a record. */
function readAnyway(line: string, table: MetricsTable, state: ScanState): void {
  const record = parseRecord(line);
  if (record === undefined) {
    state.complain(state.lines, "is not a record of metrics");
    return;
  }
  for (const name in record.values) state.names.add(name);
  if (!begin(record.step, table, state)) return;
  for (const [i, name] of table.metrics.entries()) {
    const value = record.values[name];
    if (value !== undefined) table.set(i, value);
  }
}
