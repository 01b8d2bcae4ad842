import { join } from "node:path";
import type { EventLog } from "./event-log.js";
import { findRuns } from "./find-runs.node.js";
import { MetricsFile } from "./metrics-file.node.js";
import { RunEntry } from "./run-entry.node.js";
import type { RunSummary } from "./run-summary.js";

/** How often runs in training are looked at, in milliseconds. */
const INTERVAL = 250;
/** Whatever was written to within these milliseconds counts as in training, too: its trainer may be on another machine. */
const RECENT = 60_000;
/** How long an answer waits for what is read first, in milliseconds. */
const PATIENCE = 40;
/** All others are looked at once in so many rounds, and new ones looked for. */
const ROUNDS = 8;
/** Numbers of metrics that are kept in memory: 256 MB of them. */
const MOST_CELLS = 2 ** 26;

/** Watches a folder of runs and tells what changes. It looks itself: file systems of other machines tell nobody. */
export class RunIndex {
  private readonly entries = new Map<string, RunEntry>();
  private timer: NodeJS.Timeout | undefined;
  private round = 0;
  private clock = 0;
  private readonly reading = new Set<RunEntry>();
  private closed = false;

  constructor(
    readonly root: string,
    private readonly log: EventLog,
  ) {}

  /** Reads the folder once, and goes on watching it until `close`. */
  async open(): Promise<void> {
    await this.look(true);
    const next = () => {
      if (this.closed) return;
      this.timer = setTimeout(async () => {
        await this.look(false);
        next();
      }, INTERVAL);
    };
    next();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  get summaries(): RunSummary[] {
    return Array.from(this.entries.values(), ({ summary }) => summary);
  }

  get(id: string): RunEntry | undefined {
    return this.entries.get(id);
  }

  /**
   * The metrics of runs as far as they have been read. Those that have not been read to their ends are `pending`; they
   * are read meanwhile, so ask again soon.
   */
  metricsOf(wanted: ReadonlyMap<string, readonly string[]>): { entries: (RunEntry | undefined)[]; pending: string[] } {
    const pending: string[] = [];
    const start = performance.now();
    this.clock++;
    const entries = Array.from(wanted, ([id, metrics]) => {
      const entry = this.entries.get(id);
      if (entry === undefined) return undefined;
      entry.asked = this.clock;
      entry.metrics ??= new MetricsFile(join(entry.folder, "metrics.jsonl"));
      entry.metrics.want(metrics);
      // What is new of a run that is known is little and read at once.
      if (this.reading.has(entry) || performance.now() - start > PATIENCE || this.readSome(entry)) {
        this.reading.add(entry);
        pending.push(id);
      }
      return entry;
    });
    if (pending.length > 0) this.readOn();
    this.forget();
    return { entries, pending };
  }

  private readingOn = false;

  private readOn(): void {
    if (this.readingOn) return;
    this.readingOn = true;
    const step = () => {
      const [entry] = this.reading;
      if (entry === undefined || this.closed) {
        this.readingOn = false;
        return;
      }
      if (!this.readSome(entry)) this.reading.delete(entry);
      setImmediate(step);
    };
    setImmediate(step);
  }

  /** Returns whether there is more. */
  private readSome(entry: RunEntry): boolean {
    try {
      return entry.metrics?.read() ?? false;
    } catch {
      // No metrics yet, or the run is gone; its summary tells.
      return false;
    }
  }

  private forget(): void {
    const loaded = [...this.entries.values()].filter(({ metrics }) => metrics);
    let cells = loaded.reduce((sum, { metrics }) => sum + (metrics?.cells ?? 0), 0);
    if (cells <= MOST_CELLS) return;
    for (const entry of loaded.sort((a, b) => a.asked - b.asked)) {
      if (cells <= MOST_CELLS || entry.asked === this.clock) return;
      cells -= entry.metrics?.cells ?? 0;
      entry.metrics = undefined;
      this.reading.delete(entry);
    }
  }

  private async look(first: boolean): Promise<void> {
    this.round++;
    const changed: RunSummary[] = [];
    const removed: string[] = [];
    if (first || this.round % ROUNDS === 0) {
      const found = findRuns(this.root);
      for (const [id, folder] of found) if (!this.entries.has(id)) this.entries.set(id, new RunEntry(id, folder));
    }
    let position = 0;
    for (const [id, entry] of this.entries) {
      position++;
      const { status, version, updated } = entry.summary;
      const active = status === "running" || version === "" || Date.now() - updated < RECENT;
      if (!first && !active && (position + this.round) % ROUNDS !== 0) continue;
      const result = await entry.refresh();
      if (result === undefined) {
        this.entries.delete(id);
        this.reading.delete(entry);
        removed.push(id);
      } else if (result) changed.push(entry.summary);
    }
    if (!first && (changed.length > 0 || removed.length > 0)) this.log.add("runs", { changed, removed });
  }
}
