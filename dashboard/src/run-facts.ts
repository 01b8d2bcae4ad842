/** What the server tells of a single run's metrics file. */
export interface RunFacts {
  readonly metrics: readonly string[];
  readonly rows: number;
  readonly problems: readonly { readonly line: number; readonly reason: string }[];
  readonly problemCount: number;
  readonly pending: boolean;
}

/** Undefined if the run is gone or the server does not answer. */
export async function fetchRunFacts(id: string): Promise<RunFacts | undefined> {
  try {
    const response = await fetch(`/api/run?${new URLSearchParams({ id })}`);
    return response.ok ? ((await response.json()) as RunFacts) : undefined;
  } catch {
    return undefined;
  }
}
