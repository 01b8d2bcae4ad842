import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

/** A component whose code is fetched when it is shown first. */
export function Later<Properties extends object>({
  component,
  ...properties
}: { readonly component: () => Promise<ComponentType<Properties>> } & Properties) {
  const [Found, setFound] = useState<ComponentType<Properties>>();
  useEffect(() => {
    let current = true;
    void component().then((found) => {
      if (current) setFound(() => found);
    });
    return () => {
      current = false;
    };
  }, [component]);
  return Found ? <Found {...(properties as unknown as Properties)} /> : <p class="note">Loading …</p>;
}
