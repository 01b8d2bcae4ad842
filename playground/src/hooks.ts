import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { onePerFrame } from "./one-per-frame.js";
import type { Session } from "./session.js";

const inTurn = onePerFrame();

/** Draws the component again when a phase, an experiment or a problem changes in one of the sessions. */
export function useSession(sessions: readonly Session[]): void {
  const [, setRevision] = useState(0);
  useEffect(() => {
    const look = () => setRevision(sessions.reduce((sum, { revision }) => sum + revision, 0));
    look();
    const ends = sessions.map((session) => session.subscribe(look));
    return () => {
      for (const end of ends) end();
    };
  }, sessions as Session[]);
}

/**
 * Draws the component again whenever one of the sessions has something new, but in a frame of its own, and not while its
 * element is out of sight.
 */
export function useLive<Host extends HTMLElement = HTMLElement>(
  ...sessions: readonly Session[]
): RefObject<Host | null> {
  const host = useRef<Host>(null);
  const [, setVersion] = useState(0);
  useEffect(() => {
    let inSight = true;
    let stale = false;
    const redraw = () => {
      stale = !inSight;
      if (inSight) setVersion((version) => version + 1);
    };
    const observer = new IntersectionObserver(
      (entries) => {
        inSight = entries.at(-1)?.isIntersecting ?? true;
        if (inSight && stale) inTurn(redraw);
      },
      { rootMargin: "100px" },
    );
    if (host.current) observer.observe(host.current);
    const ends = sessions.map((session) => session.subscribe(() => inTurn(redraw)));
    return () => {
      observer.disconnect();
      for (const end of ends) end();
    };
  }, sessions as Session[]);
  return host;
}
