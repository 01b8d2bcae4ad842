import { useState } from "preact/hooks";
import uPlot from "uplot";
import { SeriesChart } from "../../../ui/series-chart.js";
import { useLive } from "../hooks.js";
import type { Session } from "../session.js";
import { LecturePanel } from "./lecture-panel.js";

const EVALUATION = "evaluation/mean_return";

/** The return of episodes over steps, and any other metric, of one training or of two. */
export function LearningCurve({ sessions }: { readonly sessions: readonly Session[] }) {
  const host = useLive(...sessions);
  const [metric, setMetric] = useState("losses/entropy");
  const names = [...new Set(sessions.flatMap(({ history }) => history.metricNames))]
    .filter((name) => !name.startsWith("time/"))
    .sort();
  const several = sessions.length > 1;
  const named = ({ experiment }: Session, what: string) => (several ? `${experiment.algorithm}, ${what}` : what);
  return (
    <LecturePanel id="curve" host={host} title="Learning curve">
      <SeriesChart
        label="Mean return of the last 100 training episodes, and of evaluations, over environment steps"
        lines={sessions.flatMap((session, i) => [
          { label: named(session, "training"), color: 2 * i },
          { label: named(session, "evaluation"), color: 2 * i + 1, points: true },
        ])}
        data={together(
          sessions.map(({ history }) => history.columns(["charts/episodic_return", EVALUATION], EVALUATION)),
        )}
      />
      <div class="row">
        <label class="inline" for="metric">
          and
        </label>
        <select id="metric" value={metric} onChange={(e) => setMetric(e.currentTarget.value)}>
          {(names.includes(metric) ? names : [metric, ...names]).map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </div>
      <SeriesChart
        label={metric}
        lines={sessions.map((session, i) => ({ label: named(session, metric), color: several ? 2 * i : 2 }))}
        data={together(sessions.map(({ history }) => history.columns([metric])))}
        height={140}
      />
    </LecturePanel>
  );
}

type Columns = (number | null)[][];

/** Columns over the steps of all. */
const together = (tables: readonly Columns[]): Columns =>
  tables.length === 1 ? (tables[0] as Columns) : (uPlot.join(tables as uPlot.AlignedData[]) as Columns);
