/**
 * Calls tasks one after the other, each in an animation frame of its own, so that none of them adds to what another holds
 * the thread for. A task that is waiting already is not called twice.
 */
export function onePerFrame(): (task: () => void) => void {
  const waiting = new Set<() => void>();
  const next = () => {
    const [task] = waiting;
    if (task) {
      waiting.delete(task);
      task();
    }
    if (waiting.size > 0) requestAnimationFrame(next);
  };
  return (task) => {
    if (waiting.size === 0) requestAnimationFrame(next);
    waiting.add(task);
  };
}
