import type { ComponentChildren } from "preact";
import { Formula } from "./formula.js";

interface PanelProps {
  readonly id: string;
  readonly title: string;
  readonly tex?: string;
  readonly children: ComponentChildren;
}

/** A card of the lecture: a title, its formula, and what the running training makes of it. */
export function Panel({ id, title, tex, children }: PanelProps) {
  return (
    <section class="card" id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {tex !== undefined && <Formula tex={tex} display />}
      {children}
    </section>
  );
}
