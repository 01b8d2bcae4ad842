/**
 * Sleeps until a word differs from `value` and returns true, or false after `milliseconds`. It does not look in a loop
 * before it sleeps: measured, that gains nothing on idle machines, and on busy ones takes the cores that others need.
 */
export function waitForChange(control: Int32Array, word: number, value: number, milliseconds: number): boolean {
  const deadline = performance.now() + milliseconds;
  while (Atomics.load(control, word) === value) {
    const remaining = deadline - performance.now();
    if (remaining <= 0) return false;
    Atomics.wait(control, word, value, remaining);
  }
  return true;
}
