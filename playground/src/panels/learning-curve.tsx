import { useState } from "preact/hooks";
import { Panel } from "../../../ui/panel.js";
import { SeriesChart } from "../../../ui/series-chart.js";
import type { Session } from "../session.js";

const LINES = [
  { label: "training", color: 0 },
  { label: "evaluation", color: 1, points: true },
];

/** The return of episodes over steps, and any other metric. */
export function LearningCurve({ session }: { readonly session: Session }) {
  const { history } = session;
  const [metric, setMetric] = useState("losses/entropy");
  const names = history.metricNames.filter((name) => !name.startsWith("time/"));
  return (
    <Panel id="curve" title="Learning curve">
      <SeriesChart
        label="Mean return of the last 100 training episodes, and of evaluations, over environment steps"
        lines={LINES}
        data={history.columns(["charts/episodic_return", "evaluation/mean_return"], "evaluation/mean_return")}
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
      <SeriesChart label={metric} lines={[{ label: metric, color: 2 }]} data={history.columns([metric])} height={140} />
    </Panel>
  );
}
