/** An error as a page shows it. */
export interface Problem {
  readonly message: string;
  readonly fix: string;
  /** The setting it is about, where it is known. */
  readonly setting?: string;
}
