import type { Rows } from "./messages.js";

/** What was measured in each iteration so far, as columns. */
export class History {
  private readonly steps: number[] = [];
  /** Shorter than `steps` where the latest iterations have not measured it. */
  private readonly series = new Map<string, number[]>();

  get length(): number {
    return this.steps.length;
  }

  get metricNames(): readonly string[] {
    return [...this.series.keys()].sort();
  }

  add({ names, steps, values }: Rows): void {
    const known = this.steps.length;
    for (const at of steps) this.steps.push(at);
    for (const [column, name] of names.entries()) {
      const series = this.series.get(name) ?? [];
      this.series.set(name, series);
      while (series.length < known) series.push(Number.NaN);
      for (let row = 0; row < steps.length; row++) series.push(values[row * names.length + column] as number);
    }
  }

  latest(metric: string): number | undefined {
    return this.series.get(metric)?.findLast((value) => !Number.isNaN(value));
  }

  /** At most `most` iterations, evenly spaced but for those that have a `keep`: columns over steps. */
  columns(metrics: readonly string[], keep?: string, most = 600): (number | null)[][] {
    const { length } = this;
    const stride = Math.max(1, Math.ceil(length / most));
    const kept = keep === undefined ? undefined : this.series.get(keep);
    const chosen: number[] = [];
    for (let i = 0; i < length; i++) {
      if (i % stride === 0 || i === length - 1 || Number.isFinite(kept?.[i])) chosen.push(i);
    }
    const column = (name: string) => {
      const series = this.series.get(name);
      return chosen.map((i) => (Number.isFinite(series?.[i]) ? (series?.[i] as number) : null));
    };
    return [chosen.map((i) => this.steps[i] as number), ...metrics.map(column)];
  }

  /** Comma-separated values: one line per iteration, one column per metric. */
  toCsv(): string {
    const names = this.metricNames;
    const columns = names.map((name) => this.series.get(name) as number[]);
    const cell = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? "" : value);
    const lines = this.steps.map((at, i) => [at, ...columns.map((column) => cell(column[i]))].join(","));
    return `${[["step", ...names].join(","), ...lines].join("\n")}\n`;
  }
}
