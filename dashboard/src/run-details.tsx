import "katex/dist/katex.min.css";
import { useEffect, useState } from "preact/hooks";
import type { RunSummary, SystemLoad } from "../../src/dashboard/index.js";
import { Fact } from "../../ui/fact.js";
import { Panel } from "../../ui/panel.js";
import { SeriesChart, type SeriesLine } from "../../ui/series-chart.js";
import { Histogram } from "./histogram.js";
import { gigabytes } from "./load-view.js";
import { fetchRunFacts, type RunFacts } from "./run-facts.js";
import { useCurves } from "./use-curves.js";
import { Viewer } from "./viewer/viewer.js";

interface RunDetailsProps {
  readonly id: string;
  readonly run: RunSummary | undefined;
  readonly gone: boolean;
  readonly loading: boolean;
  readonly load: SystemLoad | undefined;
  readonly onClose: () => void;
}

/** Everything about one run. */
export function RunDetails({ id, run, gone, loading, load, onClose }: RunDetailsProps) {
  const [facts, setFacts] = useState<RunFacts>();
  const version = run?.version;
  useEffect(() => {
    let current = true;
    void fetchRunFacts(id).then((found) => {
      if (current) setFacts(found);
    });
    return () => {
      current = false;
    };
  }, [id, version]);
  const used = run?.pid === undefined ? undefined : load?.processes[run.pid];
  return (
    <div class="content" data-details={id}>
      <div class="toolbar card">
        <button type="button" id="back" onClick={onClose}>
          ← All curves
        </button>
        <h2 class="run-title">{id}</h2>
        {run && <span class={`badge ${run.status}`}>{run.status}</span>}
      </div>
      {!run && !loading && (
        <p class="problem" role="alert">
          {gone ? `The folder of ${id} is gone.` : `There is no run ${id} in this folder.`} Choose another run.
        </p>
      )}
      {run?.problem && (
        <p class="problem" role="alert">
          <span>
            <strong>{run.problem.message}</strong> {run.problem.fix}
          </span>
        </p>
      )}
      {facts && facts.problemCount > 0 && (
        <p class="problem" role="alert">
          <span>
            <strong>
              {facts.problemCount} {facts.problemCount === 1 ? "line" : "lines"} of metrics.jsonl cannot be read and{" "}
              {facts.problemCount === 1 ? "is" : "are"} left out:
            </strong>{" "}
            {facts.problems.map(({ line, reason }) => `line ${line} ${reason}`).join("; ")}.
          </span>
        </p>
      )}
      {run && run.status !== "unreadable" && (
        <div class="panels">
          <Panel id="facts" title={`${run.environment} · ${run.algorithm} · seed ${run.seed}`}>
            <dl class="facts">
              <Fact name="steps" value={run.step} />
              <Fact name="of" value={run.totalSteps} />
              <Fact name="return" value={run.episodicReturn} />
              <Fact name="last evaluation" value={run.evaluation} />
            </dl>
            {used && (
              <p class="note">
                Process {run.pid}: {used.cores.toFixed(2)} cores, {gigabytes(used.memory)} GB.
              </p>
            )}
          </Panel>
          <Acting run={run} />
          <Lines
            id="return"
            title="Return"
            run={run}
            lines={[
              { metric: "charts/episodic_return", label: "training", color: 0 },
              { metric: "evaluation/mean_return", label: "evaluation", color: 1, points: true },
            ]}
          />
          <Region run={run} metrics={facts?.metrics ?? []} />
          {facts?.metrics.some((name) => name.startsWith("ratios/histogram/")) && (
            <Histogram
              id="ratios"
              title="Importance ratios after the update"
              tex={String.raw`\rho = \pi(a|s)\,/\,\mu(a|s)`}
              run={run}
              prefix="ratios/histogram/"
              metrics={facts.metrics}
            />
          )}
          {facts?.metrics.some((name) => name.startsWith("advantages/histogram/")) && (
            <Histogram
              id="advantages"
              title="Advantages, in standard deviations"
              tex={String.raw`(\hat A - \bar A)\,/\,\sigma_{\hat A}`}
              run={run}
              prefix="advantages/histogram/"
              metrics={facts.metrics}
            />
          )}
          {facts?.metrics.some((name) => name.startsWith("weights/histogram/")) && (
            <Histogram
              id="weights"
              title="Importance weights of trajectories"
              tex={String.raw`w = \prod_t \rho_t`}
              run={run}
              prefix="weights/histogram/"
              metrics={facts.metrics}
            />
          )}
          <TimeSplit run={run} />
          <Lines
            id="speed"
            title="Steps per second"
            run={run}
            lines={[{ metric: "time/steps_per_second", label: "steps per second", color: 2 }]}
          />
          <Panel id="settings" title="Settings">
            <table>
              <tbody>
                {Object.entries(run.options).map(([name, value]) => (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    <td>{value}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Panel>
        </div>
      )}
    </div>
  );
}

/** Nothing acts before somebody wants to see it: that runs the environment's code. */
function Acting({ run }: { readonly run: RunSummary }) {
  const [shown, setShown] = useState(false);
  return (
    <Panel id="acting" title="The agent">
      {shown ? (
        <Viewer run={run.id} />
      ) : (
        <p>
          <button type="button" id="watch" class="primary" onClick={() => setShown(true)}>
            Watch it act
          </button>
          <span class="note"> by the newest saved policy</span>
        </p>
      )}
    </Panel>
  );
}

type MetricLine = SeriesLine & { readonly metric: string };

interface LinesProps {
  readonly id: string;
  readonly title: string;
  readonly tex?: string;
  readonly run: RunSummary;
  readonly lines: readonly MetricLine[];
  /** A horizontal line, where a limit is. */
  readonly limit?: { readonly label: string; readonly value: number } | undefined;
}

/** Some metrics of one run. */
function Lines({ id, title, tex, run, lines, limit }: LinesProps) {
  const data = useMetrics(
    run,
    lines.map(({ metric }) => metric),
  );
  if (!data) return null;
  const drawn = lines.map(({ metric: _, ...line }) => line);
  return (
    <Panel id={id} title={title} {...(tex !== undefined && { tex })}>
      <SeriesChart
        label={`${title} of ${run.id} over environment steps`}
        lines={limit ? [...drawn, { label: limit.label, color: 6, dash: [6, 4] }] : drawn}
        data={limit ? [...data, (data[0] ?? []).map(() => limit.value)] : data}
        height={170}
      />
    </Panel>
  );
}

/** Columns over steps, as a chart takes them. */
export function useMetrics(run: RunSummary, metrics: readonly string[]): (number | null)[][] | undefined {
  const { state } = useCurves(
    { curves: metrics.map((metric) => ({ run: run.id, metric })), x: "steps", intervals: 500, smoothing: 0 },
    run.version,
  );
  if (!state || state.data.y.length !== metrics.length) return undefined;
  const { x, y } = state.data;
  return [[...x], ...y.map((values) => Array.from(values, (value) => (Number.isFinite(value) ? value : null)))];
}

const KL = String.raw`\overline{D}_{\mathrm{KL}}(\mu\,\|\,\pi) \le \varepsilon`;

/** How far each update moved the policy, its limit, and what holds it back. */
function Region({ run, metrics }: { readonly run: RunSummary; readonly metrics: readonly string[] }) {
  const target = Number(run.options.targetKl ?? run.options.desiredKl ?? Number.NaN);
  const steering: MetricLine[] = [
    { metric: "trust_region/lambda", label: "λ", color: 2 },
    { metric: "trust_region/beta", label: "β", color: 2 },
    { metric: "trust_region/step_length", label: "step length", color: 2 },
    { metric: "charts/clip_range", label: "ε (clip range)", color: 4 },
  ].filter(({ metric }) => metrics.includes(metric));
  if (!metrics.includes("losses/kl")) return null;
  return (
    <>
      <Lines
        id="region"
        title="How far an update moves"
        tex={KL}
        run={run}
        lines={[
          { metric: "losses/kl", label: "mean KL", color: 0 },
          { metric: "losses/kl_max", label: "largest KL", color: 3 },
        ]}
        limit={Number.isFinite(target) ? { label: "limit ε", value: target } : undefined}
      />
      {steering.length > 0 && <Lines id="steering" title="What holds it back" run={run} lines={steering} />}
    </>
  );
}

const parts = [
  ["time/environment", "environment", 0],
  ["time/policy", "policy", 1],
  ["time/learner", "learner", 2],
] as const;

/** Where the wall time went: so far, and along the way. */
function TimeSplit({ run }: { readonly run: RunSummary }) {
  const data = useMetrics(
    run,
    parts.map(([metric]) => metric),
  );
  if (!data) return null;
  const last = parts.map((_, i) => (data[i + 1] ?? []).findLast((value) => value !== null) ?? 0);
  const total = last.reduce((a, b) => a + b, 0);
  if (total === 0) return null;
  return (
    <Panel id="time" title="Where the time goes">
      <p
        class="split"
        role="img"
        aria-label={parts.map(([, label], i) => `${label} ${percent(last[i] ?? 0, total)}`).join(", ")}
      >
        {parts.map(([metric, , color], i) => (
          <span
            key={metric}
            style={{ width: `${(100 * (last[i] ?? 0)) / total}%`, background: `var(--series-${color + 1})` }}
          />
        ))}
      </p>
      <ul class="legend">
        {parts.map(([metric, label, color], i) => (
          <li key={metric} class={`s${color + 1}`}>
            {label} {percent(last[i] ?? 0, total)} ({(last[i] ?? 0).toFixed(1)} s)
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const percent = (part: number, total: number) => `${((100 * part) / total).toFixed(0)} %`;
