const FIRST_CAPACITY = 256;

/**
 * Some of a run's measurements as columns: `steps[row]`, and for every metric that was asked for a value per row, NaN
 * where there is none. Single precision is more than a screen shows.
 */
export class MetricsTable {
  private capacity = FIRST_CAPACITY;
  private allSteps = new Float64Array(FIRST_CAPACITY);
  private readonly columns: Float32Array[];
  private length = 0;

  constructor(readonly metrics: readonly string[]) {
    this.columns = metrics.map(() => new Float32Array(FIRST_CAPACITY));
  }

  get rows(): number {
    return this.length;
  }

  /** Numbers kept, for whoever has to decide what to forget. */
  get cells(): number {
    return this.capacity * (this.metrics.length + 2);
  }

  /** [rows], ascending */
  get steps(): Float64Array {
    return this.allSteps.subarray(0, this.length);
  }

  get lastStep(): number {
    return this.length === 0 ? Number.NEGATIVE_INFINITY : (this.allSteps[this.length - 1] as number);
  }

  /** [rows]; undefined for what was not asked for. */
  column(metric: string): Float32Array | undefined {
    return this.columns[this.metrics.indexOf(metric)]?.subarray(0, this.length);
  }

  /** A new row without values. */
  begin(step: number): void {
    if (this.length === this.capacity) this.grow();
    this.allSteps[this.length] = step;
    for (const column of this.columns) column[this.length] = Number.NaN;
    this.length++;
  }

  /** A value of the newest row, by the place of its metric among `metrics`. */
  set(metric: number, value: number): void {
    (this.columns[metric] as Float32Array)[this.length - 1] = value;
  }

  private grow(): void {
    this.capacity *= 2;
    const steps = new Float64Array(this.capacity);
    steps.set(this.allSteps);
    this.allSteps = steps;
    for (const [i, column] of this.columns.entries()) {
      const larger = new Float32Array(this.capacity);
      larger.set(column);
      this.columns[i] = larger;
    }
  }
}
