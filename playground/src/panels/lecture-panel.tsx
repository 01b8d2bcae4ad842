import drawn from "virtual:formulas";
import type { ComponentChildren, RefObject } from "preact";
import type { FormulaName } from "../formulas.js";

interface LecturePanelProps {
  readonly id: string;
  readonly title: string;
  readonly formula?: FormulaName;
  /** Where its element is to be known. */
  readonly host: RefObject<HTMLElement | null>;
  readonly children: ComponentChildren;
}

/** A card of the lecture: a title, its formula, and what the running training makes of it. */
export function LecturePanel({ id, title, formula, host, children }: LecturePanelProps) {
  return (
    <section ref={host} class="card" id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {/* The page's own, never a visitor's. */}
      {formula && <span class="formula" dangerouslySetInnerHTML={{ __html: drawn[formula] }} />}
      {children}
    </section>
  );
}
