import type { EpisodeSummary } from "../environments/index.js";

/** Mean return and length over the last `size` finished episodes. */
export class EpisodeWindow {
  private returns: number[] = [];
  private lengths: number[] = [];
  /** Episodes seen in all. */
  private total = 0;

  constructor(private readonly size = 100) {}

  add(episodes: readonly EpisodeSummary[]): void {
    for (const { episodeReturn, length } of episodes) {
      this.returns.push(episodeReturn);
      this.lengths.push(length);
      this.total++;
    }
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

  /** Episodes in the window. */
  get count(): number {
    return this.returns.length;
  }

  get episodes(): number {
    return this.total;
  }

  getState() {
    return { returns: Float64Array.from(this.returns), lengths: Float64Array.from(this.lengths), total: this.total };
  }

  setState(state: ReturnType<EpisodeWindow["getState"]>): void {
    this.returns = [...state.returns];
    this.lengths = [...state.lengths];
    this.total = state.total;
  }
}

const mean = (values: readonly number[]) => values.reduce((total, value) => total + value, 0) / values.length;
