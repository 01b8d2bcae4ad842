import { useEffect, useState } from "preact/hooks";

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
