/** Longer than a policy of usual size takes to act, and than threads with equal work are apart. */
const MILLISECONDS = 0.5;
const MOST_DECLINED = 63;

/** Of engines that have it: tells the processor that this is a loop that waits. */
const pause = (Atomics as { pause?: () => void }).pause ?? (() => {});

/**
 * Returns a function that looks in a loop, for at most `milliseconds`, until something has happened, and returns whether
 * it has: being woken costs more than what is waited for. Where looking was in vain twice in a row, because it takes longer
 * or because who it waits for needs this very core, it is declined the next time, then the next 3 times, 7 times and so on.
 */
export function createBriefLook(
  milliseconds = MILLISECONDS,
  now = () => performance.now(),
): (hasHappened: () => boolean) => boolean {
  let declining = 0;
  let inVain = 0;
  return (hasHappened) => {
    if (hasHappened()) return true;
    if (declining > 0) {
      declining--;
      return false;
    }
    const end = now() + milliseconds;
    let happened: boolean;
    let late: boolean;
    do {
      pause();
      happened = hasHappened();
      late = now() > end;
    } while (!happened && !late);
    // late although it has happened: something else had this core meanwhile
    inVain = late ? inVain + 1 : 0;
    declining = late ? Math.min(2 ** (inVain - 1) - 1, MOST_DECLINED) : 0;
    return happened;
  };
}
