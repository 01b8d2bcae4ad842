import type { RunSummary, SystemLoad } from "../../src/dashboard/index.js";

export type ConnectionState = "connecting" | "live" | "lost";

/**
 * What the server tells of its runs, as it changes. When the connection breaks, the browser opens it again and says what
 * came last; the server then tells what was missed, or everything if it is another one by now.
 */
export class Connection {
  state: ConnectionState = "connecting";
  title = "";
  readonly runs = new Map<string, RunSummary>();
  load: SystemLoad | undefined;
  /** Runs whose folders went away while the page was open. */
  readonly gone = new Set<string>();
  private readonly listeners = new Set<() => void>();

  constructor(address = "/api/events") {
    const source = new EventSource(address);
    source.addEventListener("open", () => this.change({ state: "live" }));
    source.addEventListener("error", () => this.change({ state: "lost" }));
    source.addEventListener("snapshot", ({ data }: MessageEvent<string>) => {
      const { title, runs } = JSON.parse(data) as { title: string; runs: RunSummary[] };
      const kept = new Set(runs.map(({ id }) => id));
      for (const id of this.runs.keys()) if (!kept.has(id)) this.remove(id);
      for (const run of runs) this.put(run);
      this.change({ title, state: "live" });
    });
    source.addEventListener("runs", ({ data }: MessageEvent<string>) => {
      const { changed, removed } = JSON.parse(data) as { changed: RunSummary[]; removed: string[] };
      for (const id of removed) this.remove(id);
      for (const run of changed) this.put(run);
      this.change({});
    });
    source.addEventListener("load", ({ data }: MessageEvent<string>) => {
      this.change({ load: JSON.parse(data) as SystemLoad });
    });
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private put(run: RunSummary): void {
    this.runs.set(run.id, run);
    this.gone.delete(run.id);
  }

  private remove(id: string): void {
    this.runs.delete(id);
    this.gone.add(id);
  }

  private change(changes: Partial<Pick<Connection, "state" | "title" | "load">>): void {
    Object.assign(this, changes);
    for (const listener of this.listeners) listener();
  }
}
