import { useEffect, useState } from "preact/hooks";

const waiting = new Set<() => void>();
let scheduled = false;

function schedule(): void {
  if (scheduled || waiting.size === 0) return;
  scheduled = true;
  // A frame, and then a task of its own, so that input is handled and painted between two turns.
  requestAnimationFrame(() =>
    setTimeout(() => {
      scheduled = false;
      const [take] = waiting;
      if (take) {
        waiting.delete(take);
        take();
      }
      schedule();
    }),
  );
}

/** The values as they were when it was this component's turn: of all that wait, one goes on per frame. */
export function useTurn<const Values extends readonly unknown[]>(...values: Values): Values {
  const [taken, setTaken] = useState(values);
  useEffect(() => {
    if (values.every((value, i) => value === taken[i])) return;
    const take = () => setTaken(values);
    waiting.add(take);
    schedule();
    return () => {
      waiting.delete(take);
    };
  }, values);
  return taken;
}
