import { useEffect, useRef, useState } from "preact/hooks";
import type { RunSummary } from "../../src/dashboard/index.js";
import { tickLabel } from "../../ui/frame.js";
import type { Group } from "./groups.js";
import { Swatch } from "./overlay-chart.js";

interface RunListProps {
  readonly runs: readonly RunSummary[];
  readonly selected: ReadonlySet<string>;
  readonly groups: readonly Group[];
  readonly current: string | undefined;
  readonly onToggle: (id: string) => void;
  readonly onOpen: (id: string) => void;
}

/** Height of a row in pixels, as the style sheet has it. */
const ROW = 46;
/** Rows kept above and below what is in sight. */
const SPARE = 8;

/** The runs, of which only those in sight are in the page: there may be thousands. */
export function RunList({ runs, selected, groups, current, onToggle, onOpen }: RunListProps) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  useEffect(() => {
    const element = box.current as HTMLDivElement;
    const update = () => setView({ top: element.scrollTop, height: element.clientHeight });
    update();
    element.addEventListener("scroll", update, { passive: true });
    const observer = new ResizeObserver(update);
    observer.observe(element);
    return () => {
      element.removeEventListener("scroll", update);
      observer.disconnect();
    };
  }, []);
  const first = Math.max(0, Math.floor(view.top / ROW) - SPARE);
  const last = Math.min(runs.length, Math.ceil((view.top + view.height) / ROW) + SPARE);
  const groupOf = new Map(groups.flatMap((group) => group.runs.map(({ id }) => [id, group] as const)));
  return (
    <section class="run-list" ref={box} aria-label={`${runs.length} runs`}>
      <ul style={{ paddingTop: `${first * ROW}px`, paddingBottom: `${(runs.length - last) * ROW}px` }}>
        {runs.slice(first, last).map((run) => (
          <li key={run.id} class={run.id === current ? "current" : ""} data-run={run.id} data-status={run.status}>
            <input
              type="checkbox"
              aria-label={`Show ${run.id}`}
              checked={selected.has(run.id)}
              onChange={() => onToggle(run.id)}
            />
            <button type="button" class="run" onClick={() => onOpen(run.id)} title={run.id}>
              <span class="run-name">
                {groupOf.has(run.id) && <Swatch line={groupOf.get(run.id)} />} {run.id}
              </span>
              <span class="run-facts">
                <span class={`badge ${run.status}`}>{run.status}</span>
                {run.status !== "unreadable" && (
                  <>
                    {" "}
                    {run.environment} · {run.algorithm} · {tickLabel(run.step)} / {tickLabel(run.totalSteps)}
                    {run.episodicReturn !== undefined && ` · ${tickLabel(run.episodicReturn)}`}
                  </>
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
