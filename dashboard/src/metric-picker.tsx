import { useEffect, useState } from "preact/hooks";
import type { RunSummary } from "../../src/dashboard/index.js";
import { fetchRunFacts } from "./run-facts.js";

interface MetricPickerProps {
  readonly runs: readonly RunSummary[];
  readonly shown: readonly string[];
  readonly onAdd: (metric: string) => void;
}

/** Adds a chart of any metric that the runs have measured. */
export function MetricPicker({ runs, shown, onAdd }: MetricPickerProps) {
  const [names, setNames] = useState<readonly string[]>([]);
  // One of each kind tells what all of its kind measure.
  const kinds = [...new Map(runs.map((run) => [`${run.algorithm} ${run.environment}`, run.id])).values()].slice(0, 12);
  const key = kinds.join("\n");
  const started = runs.some(({ step }) => step > 0);
  useEffect(() => {
    let current = true;
    void Promise.all(kinds.map((id) => fetchRunFacts(id))).then((facts) => {
      if (current) setNames([...new Set(facts.flatMap((fact) => fact?.metrics ?? []))].sort());
    });
    return () => {
      current = false;
    };
  }, [key, started]);
  const offered = names.filter((name) => !shown.includes(name));
  return (
    <label class="inline">
      add a chart of
      <select
        id="add-metric"
        value=""
        onChange={(e) => {
          const name = e.currentTarget.value;
          e.currentTarget.value = "";
          if (name !== "") onAdd(name);
        }}
      >
        <option value="">…</option>
        {offered.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}
