import type { Progress } from "./messages.js";

/** What was measured in each iteration so far. */
export class History {
  private readonly rows: Pick<Progress, "iteration" | "steps" | "metrics">[] = [];
  private readonly names = new Set<string>();

  get length(): number {
    return this.rows.length;
  }

  get metricNames(): readonly string[] {
    return [...this.names].sort();
  }

  add({ iteration, steps, metrics }: Progress): void {
    this.rows.push({ iteration, steps, metrics });
    for (const name in metrics) this.names.add(name);
  }

  latest(metric: string): number | undefined {
    for (let i = this.rows.length - 1; i >= 0; i--) {
      const value = this.rows[i]?.metrics[metric];
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** At most `most` iterations, evenly spaced but for those that have a `keep`: columns over steps. */
  columns(metrics: readonly string[], keep?: string, most = 600): (number | null)[][] {
    const stride = Math.max(1, Math.ceil(this.rows.length / most));
    const chosen = this.rows.filter(
      (row, i) =>
        i % stride === 0 || i === this.rows.length - 1 || (keep !== undefined && row.metrics[keep] !== undefined),
    );
    const column = (name: string) => chosen.map(({ metrics }) => finite(metrics[name]));
    return [chosen.map(({ steps }) => steps), ...metrics.map(column)];
  }

  /** Comma-separated values: one line per iteration, one column per metric. */
  toCsv(): string {
    const names = this.metricNames;
    const lines = this.rows.map(({ steps, metrics }) => [steps, ...names.map((name) => metrics[name] ?? "")].join(","));
    return `${[["step", ...names].join(","), ...lines].join("\n")}\n`;
  }
}

const finite = (value: number | undefined) => (value !== undefined && Number.isFinite(value) ? value : null);
