import type { UpdateMetrics } from "../algorithm.js";
import type { SacMeasure } from "./gradient-graph.js";

const names: Readonly<Record<SacMeasure, string>> = {
  criticLoss: "losses/critic_loss",
  actorLoss: "losses/actor_loss",
  alphaLoss: "losses/alpha_loss",
  alphaUsed: "charts/alpha",
  entropy: "losses/entropy",
  q1: "q/mean_1",
  q2: "q/mean_2",
  targetQ: "q/target_mean",
  criticGradientNorm: "losses/critic_gradient_norm",
  actorGradientNorm: "losses/actor_gradient_norm",
};
const entries = Object.entries(names) as [SacMeasure, string][];

/** Averages the measures of gradient steps; reports none where there was no step. */
export class SacMetrics {
  private readonly totals = new Float64Array(entries.length);
  private steps = 0;

  /** Gradient steps so far. */
  get count(): number {
    return this.steps;
  }

  add(measures: Readonly<Record<SacMeasure, Float32Array>>): void {
    for (let i = 0; i < entries.length; i++) this.totals[i]! += measures[entries[i]![0]][0]!; // in range
    this.steps++;
  }

  get(): UpdateMetrics {
    if (this.steps === 0) return {};
    return Object.fromEntries(entries.map(([, name], i) => [name, this.totals[i]! / this.steps]));
  }
}
