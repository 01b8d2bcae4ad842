import { useEffect, useState } from "preact/hooks";
import type { Session } from "./session.js";

/** Draws the component again whenever the session has something new. */
export function useSession(session: Session): number {
  const [version, setVersion] = useState(0);
  useEffect(() => session.subscribe(() => setVersion((v) => v + 1)), [session]);
  return version;
}

/** Counts changes between light and dark. */
export function useTheme(): number {
  const [changes, setChanges] = useState(0);
  useEffect(() => {
    const query = window.matchMedia("(prefers-color-scheme: dark)");
    const onChange = () => setChanges((n) => n + 1);
    query.addEventListener("change", onChange);
    return () => query.removeEventListener("change", onChange);
  }, []);
  return changes;
}
