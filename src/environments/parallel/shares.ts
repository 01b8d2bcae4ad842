/** Numbers of copies for `threads` threads that differ by at most one; threads without a copy are left out. */
export function equalShares(count: number, threads: number): number[] {
  const used = Math.min(count, threads);
  return Array.from({ length: used }, (_, i) => Math.floor((count * (i + 1)) / used) - Math.floor((count * i) / used));
}

/** A new division has to promise at least this part of the slowest thread's time, or moving copies is not worth it. */
const WORTHWHILE = 0.2;

/**
 * Shares in inverse proportion to the time that each thread took per copy, or undefined where that would gain too
 * little: less than a fifth, or in as many steps again less than moving takes. `busy`: the time that each thread computed;
 * each [threads]. Every thread keeps at least one copy.
 */
export function balancedShares(shares: readonly number[], busy: readonly number[], moving = 0): number[] | undefined {
  const perCopy = shares.map((share, i) => busy[i]! / share);
  if (!perCopy.every((time) => time > 0)) return undefined;
  const count = shares.reduce((sum, share) => sum + share, 0);
  // Copies are dealt one by one to whoever would be done with one more first: optimal for times that add up.
  const balanced = shares.map(() => 1);
  for (let dealt = balanced.length; dealt < count; dealt++) {
    let first = 0;
    for (let i = 1; i < balanced.length; i++) {
      if ((balanced[i]! + 1) * perCopy[i]! < (balanced[first]! + 1) * perCopy[first]!) first = i;
    }
    balanced[first]! += 1;
  }
  const slowest = (division: readonly number[]) => Math.max(...division.map((share, i) => share * perCopy[i]!));
  const now = slowest(shares);
  const gain = now - slowest(balanced);
  return gain >= WORTHWHILE * now && gain >= moving ? balanced : undefined;
}
