import type { UpdateMetrics } from "./algorithm.js";

/** Averages measurements over the minibatches of an update. */
export class MetricsAverage {
  private readonly totals: UpdateMetrics = {};
  private count = 0;

  add(metrics: UpdateMetrics): void {
    for (const [name, value] of Object.entries(metrics)) this.totals[name] = (this.totals[name] ?? 0) + value;
    this.count++;
  }

  get(): UpdateMetrics {
    return Object.fromEntries(Object.entries(this.totals).map(([name, total]) => [name, total / this.count]));
  }
}
