/** A message to pages, with the place in the log that a page tells when it comes back. */
export interface LoggedEvent {
  readonly id: string;
  readonly name: string;
  readonly data: string;
}

const KEPT = 500;

/** The last events of this server, so that a page whose connection broke is sent exactly what it missed. */
export class EventLog {
  private readonly events: LoggedEvent[] = [];
  private readonly listeners = new Set<(event: LoggedEvent) => void>();
  private count = 0;

  /** `instance`: another one for every server, so that no page takes one's events for another's. */
  constructor(private readonly instance: string) {}

  get lastId(): string {
    return `${this.instance}-${this.count}`;
  }

  add(name: string, data: unknown): void {
    this.count++;
    const event = { id: this.lastId, name, data: JSON.stringify(data) };
    this.events.push(event);
    if (this.events.length > KEPT) this.events.shift();
    for (const listener of this.listeners) listener(event);
  }

  /** What came after an event; undefined if that cannot be told any more, so that the page must be told everything. */
  since(id: string | undefined): readonly LoggedEvent[] | undefined {
    const [instance, count] = id?.split("-") ?? [];
    const missed = this.count - Number(count);
    if (instance !== this.instance || !(missed >= 0 && missed <= this.events.length)) return undefined;
    return this.events.slice(this.events.length - missed);
  }

  /** Returns how to stop listening. */
  subscribe(listener: (event: LoggedEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
