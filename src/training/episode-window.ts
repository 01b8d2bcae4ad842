import type { EpisodeSummary } from "../environments/index.js";

/** Plain data, so that it can be saved. */
export type EpisodeWindowState = {
  readonly returns: Float64Array;
  readonly lengths: Float64Array;
  readonly total: number;
  readonly figures?: Readonly<Record<string, Float64Array>>;
};

/** Mean return, length and further figures over the last `size` finished episodes. */
export class EpisodeWindow {
  private returns: number[] = [];
  private lengths: number[] = [];
  private figures: Record<string, number[]> = {};
  /** Episodes seen in all. */
  private total = 0;

  constructor(private readonly size = 100) {}

  add(episodes: readonly EpisodeSummary[]): void {
    for (const { episodeReturn, length, figures = {} } of episodes) {
      this.returns.push(episodeReturn);
      this.lengths.push(length);
      this.total++;
      for (const [name, value] of Object.entries(figures)) {
        // not every episode has every figure
        if (!Number.isFinite(value)) continue;
        this.figures[name] ??= [];
        this.figures[name].push(value);
      }
    }
    for (const values of Object.values(this.figures)) values.splice(0, values.length - this.size);
    if (this.returns.length > this.size) {
      this.returns.splice(0, this.returns.length - this.size);
      this.lengths.splice(0, this.lengths.length - this.size);
    }
  }

  /** NaN before the first episode ended. */
  get meanReturn(): number {
    return mean(this.returns);
  }

  get meanLength(): number {
    return mean(this.lengths);
  }

  /** Means of whatever else episodes tell, by name. */
  get meanFigures(): Readonly<Record<string, number>> {
    return Object.fromEntries(Object.entries(this.figures).map(([name, values]) => [name, mean(values)]));
  }

  /** Episodes in the window. */
  get count(): number {
    return this.returns.length;
  }

  get episodes(): number {
    return this.total;
  }

  getState(): EpisodeWindowState {
    const figures = Object.entries(this.figures).map(([name, values]) => [name, Float64Array.from(values)] as const);
    return {
      returns: Float64Array.from(this.returns),
      lengths: Float64Array.from(this.lengths),
      total: this.total,
      ...(figures.length > 0 && { figures: Object.fromEntries(figures) }),
    };
  }

  setState(state: EpisodeWindowState): void {
    this.returns = [...state.returns];
    this.lengths = [...state.lengths];
    this.total = state.total;
    const { figures = {} } = state;
    this.figures = Object.fromEntries(Object.entries(figures).map(([name, values]) => [name, [...values]]));
  }
}

const mean = (values: readonly number[]) => values.reduce((total, value) => total + value, 0) / values.length;
