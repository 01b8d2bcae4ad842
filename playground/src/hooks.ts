import { useEffect, useState } from "preact/hooks";
import type { Session } from "./session.js";

/** Draws the component again whenever the session has something new. */
export function useSession(session: Session): number {
  const [version, setVersion] = useState(0);
  useEffect(() => session.subscribe(() => setVersion((v) => v + 1)), [session]);
  return version;
}
