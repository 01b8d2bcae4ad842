/** Looks whether something has happened for a while that it chooses, and returns whether it has. */
export type Look = (hasHappened: () => boolean) => boolean;

/**
 * Returns a function that waits until a word differs from `value` and returns true, or false after `milliseconds`. It
 * sleeps, after a `look` if there is one: only worth it where nobody else needs this core.
 */
export function createWaiter(control: Int32Array, word: number, look?: Look) {
  let old = 0;
  const hasChanged = () => Atomics.load(control, word) !== old;
  return (value: number, milliseconds: number): boolean => {
    old = value;
    if (look?.(hasChanged)) return true;
    const deadline = performance.now() + milliseconds;
    while (!hasChanged()) {
      const remaining = deadline - performance.now();
      if (remaining <= 0) return false;
      Atomics.wait(control, word, value, remaining);
    }
    return true;
  };
}
