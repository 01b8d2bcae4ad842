/** What robots stand on, as the task has to know it. */
export interface Ground {
  /** Of the surface, meters. */
  elevationAt(x: number, y: number): number;
  /** Where the next episode begins; whoever begins it writes it. */
  readonly start: { x: number; y: number };
}

/** Ground at 0 everywhere, where episodes begin at the origin. */
export const flatGround = (): Ground => ({ elevationAt: () => 0, start: { x: 0, y: 0 } });
