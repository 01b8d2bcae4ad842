import { useEffect, useMemo, useState } from "preact/hooks";
import type { RunSummary } from "../../src/dashboard/index.js";
import type { Connection, ConnectionState } from "./connection.js";
import { CurveCard, type Zoom } from "./curve-card.js";
import { Differences } from "./differences.js";
import { filterRuns, type Group, groupRuns } from "./groups.js";
import { Later } from "./later.js";
import { LoadView } from "./load-view.js";
import { MetricPicker } from "./metric-picker.js";
import { RunList } from "./run-list.js";
import { fromHash, toHash, type View } from "./view.js";

const states: Readonly<Record<ConnectionState, string>> = {
  connecting: "Connecting …",
  live: "Live",
  lost: "No answer: the dashboard has ended or cannot be reached. This page goes on as soon as it is back.",
};

/** What is shown while nobody has chosen: groups, and runs of them. */
const AT_FIRST = { groups: 10, runs: 24 };

export function App({ connection }: { readonly connection: Connection }) {
  const [version, setVersion] = useState(0);
  const [view, setView] = useState<View>(() => fromHash(window.location.hash));
  const [zoom, setZoom] = useState<Zoom>();
  useEffect(() => connection.subscribe(() => setVersion((n) => n + 1)), [connection]);
  useEffect(() => {
    const load = () => setView(fromHash(window.location.hash));
    window.addEventListener("hashchange", load);
    return () => window.removeEventListener("hashchange", load);
  }, []);
  const change = (changes: Partial<View>) => {
    const next = { ...view, ...changes };
    // Only the way to a run's details and back is worth an entry in the history.
    const method = "run" in changes ? "pushState" : "replaceState";
    window.history[method](null, "", toHash(next));
    if ("x" in changes) setZoom(undefined);
    setView(next);
  };

  const all = useMemo(() => [...connection.runs.values()].sort(newestFirst), [version, connection]);
  const listed = useMemo(() => filterRuns(all, view.filter), [all, view.filter]);
  const chosen = useMemo(() => choose(listed, all, view), [listed, all, view.selected]);
  const selected = useMemo(() => new Set(chosen.map(({ id }) => id)), [chosen]);
  const readable = useMemo(() => chosen.filter(({ status }) => status !== "unreadable"), [chosen]);
  const groups = useStableGroups(useMemo(() => groupRuns(readable, view.together), [readable, view.together]));
  const gone = (view.selected ?? []).filter((id) => connection.gone.has(id));
  const opened = view.run === undefined ? undefined : connection.runs.get(view.run);

  const toggle = (id: string) => {
    const ids = new Set(selected);
    if (!ids.delete(id)) ids.add(id);
    change({ selected: [...ids] });
  };
  return (
    <>
      <header>
        <h1>Proximal dashboard</h1>
        <p>{connection.title}</p>
        <p class={`connection ${connection.state}`} role="status">
          {states[connection.state]}
        </p>
        <LoadView load={connection.load} />
      </header>
      <main data-state={connection.state} data-runs={all.length}>
        <aside class="card runs">
          <label class="search">
            <span>Filter</span>
            <input
              type="search"
              id="filter"
              value={view.filter}
              placeholder="name, environment, option=value …"
              onInput={(e) => change({ filter: e.currentTarget.value })}
            />
          </label>
          <div class="buttons">
            <button type="button" onClick={() => change({ selected: listed.map(({ id }) => id) })}>
              Select {listed.length === all.length ? "all" : `these ${listed.length}`}
            </button>
            <button type="button" onClick={() => change({ selected: [] })}>
              Select none
            </button>
          </div>
          <RunList
            runs={listed}
            selected={selected}
            groups={groups}
            current={view.run}
            onToggle={toggle}
            onOpen={(id) => change({ run: id })}
          />
          {all.length === 0 && connection.state === "live" && (
            <p class="note">No runs here yet. Train one, and it appears: npx proximal train CartPole-v1</p>
          )}
          {all.length > 0 && listed.length === 0 && <p class="note">No run matches the filter.</p>}
        </aside>
        {view.run === undefined ? (
          <div class="content">
            <Toolbar view={view} zoom={zoom} runs={readable} onChange={change} onZoom={setZoom} />
            {gone.map((id) => (
              <p class="problem" role="alert" key={id}>
                The folder of {id} is gone; its curves are not shown any more.
              </p>
            ))}
            {chosen.map(
              ({ id, problem }) =>
                problem && (
                  <p class="problem" role="alert" key={id}>
                    <span>
                      <strong>{problem.message}</strong> {problem.fix}
                    </span>
                  </p>
                ),
            )}
            <div class="curves">
              {view.metrics.map((metric) => (
                <CurveCard
                  key={metric}
                  metric={metric}
                  others={view.metrics}
                  groups={groups}
                  x={view.x}
                  smoothing={view.smoothing}
                  zoom={zoom}
                  onZoom={setZoom}
                  onRemove={() => change({ metrics: view.metrics.filter((other) => other !== metric) })}
                />
              ))}
            </div>
            <Differences runs={readable} />
          </div>
        ) : (
          <Later
            component={loadRunDetails}
            id={view.run}
            run={opened}
            gone={connection.gone.has(view.run)}
            loading={connection.state === "connecting"}
            load={connection.load}
            onClose={() => change({ run: undefined })}
          />
        )}
      </main>
    </>
  );
}

/** With the formulas and their fonts, which the curves do without. */
const loadRunDetails = async () => (await import("./run-details.js")).RunDetails;

interface ToolbarProps {
  readonly view: View;
  readonly zoom: Zoom | undefined;
  readonly runs: Parameters<typeof MetricPicker>[0]["runs"];
  readonly onChange: (changes: Partial<View>) => void;
  readonly onZoom: (zoom: Zoom | undefined) => void;
}

function Toolbar({ view, zoom, runs, onChange, onZoom }: ToolbarProps) {
  return (
    <fieldset class="toolbar card" aria-label="How curves are drawn">
      <label class="inline">
        Smoothing
        <input
          id="smoothing"
          type="range"
          min="0"
          max="0.99"
          step="0.01"
          value={view.smoothing}
          onInput={(e) => onChange({ smoothing: Number(e.currentTarget.value) })}
        />
        <output>{view.smoothing.toFixed(2)}</output>
      </label>
      <label class="inline">
        <input
          id="together"
          type="checkbox"
          checked={view.together}
          onChange={(e) => onChange({ together: e.currentTarget.checked })}
        />
        seeds as one curve with a band
      </label>
      <label class="inline">
        over
        <select id="x" value={view.x} onChange={(e) => onChange({ x: e.currentTarget.value as View["x"] })}>
          <option value="steps">environment steps</option>
          <option value="seconds">seconds of training</option>
        </select>
      </label>
      <MetricPicker
        runs={runs}
        shown={view.metrics}
        onAdd={(metric) => onChange({ metrics: [...view.metrics, metric] })}
      />
      <button type="button" id="reset-zoom" disabled={!zoom} onClick={() => onZoom(undefined)}>
        Show all
      </button>
    </fieldset>
  );
}

const newestFirst = (a: { updated: number; id: string }, b: { updated: number; id: string }) =>
  // By minutes, so that runs that go on side by side do not change places all the time.
  Math.floor(b.updated / 60_000) - Math.floor(a.updated / 60_000) || (a.id < b.id ? -1 : 1);

function choose(listed: readonly RunSummary[], all: readonly RunSummary[], { selected }: View) {
  if (selected !== undefined) {
    const ids = new Set(selected);
    return all.filter(({ id }) => ids.has(id)).sort((a, b) => (a.id < b.id ? -1 : 1));
  }
  const keys = new Set<string>();
  for (const { group } of listed) {
    if (keys.size === AT_FIRST.groups) break;
    keys.add(group);
  }
  return listed
    .filter(({ group }) => keys.has(group))
    .slice(0, AT_FIRST.runs)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The same array as long as it says the same, so that nothing is drawn again because a run elsewhere has changed. */
function useStableGroups(groups: Group[]): readonly Group[] {
  const [kept] = useState<{ key: string; groups: readonly Group[] }>(() => ({ key: "", groups: [] }));
  const key = JSON.stringify(groups.map(({ key, runs }) => [key, runs.map(({ id, version }) => [id, version])]));
  if (key !== kept.key) Object.assign(kept, { key, groups });
  return kept.groups;
}
