/** Microseconds of looking before sleeping: waking up a thread that sleeps costs about as much. */
const LOOKS = 2000;

/**
 * Waits until a word differs from `value` and returns true, or false after `milliseconds`. Looks for a moment before it
 * sleeps.
 */
export function waitForChange(control: Int32Array, word: number, value: number, milliseconds: number): boolean {
  for (let look = 0; look < LOOKS; look++) if (Atomics.load(control, word) !== value) return true;
  const deadline = performance.now() + milliseconds;
  for (;;) {
    if (Atomics.load(control, word) !== value) return true;
    const remaining = deadline - performance.now();
    if (remaining <= 0) return false;
    Atomics.wait(control, word, value, remaining);
  }
}
