import { useEffect, useMemo, useState } from "preact/hooks";
import { tickLabel } from "../../ui/frame.js";
import type { Problem } from "../../ui/problem.js";
import { ProblemNote } from "../../ui/problem-note.js";
import { Controls } from "./controls.js";
import { download } from "./download.js";
import { type Experiment, experimentFor, fromHash, toHash } from "./experiment.js";
import { useSession } from "./hooks.js";
import { ClipPanel } from "./panels/clip-panel.js";
import { BoundPanel, StepsPanel } from "./panels/exact-panels.js";
import { LearningCurve } from "./panels/learning-curve.js";
import { RegionPanel } from "./panels/region-panel.js";
import { WeightPanel } from "./panels/weight-panel.js";
import { type Phase, Session } from "./session.js";
import { Watch } from "./watch.js";

const phases: Readonly<Record<Phase, string>> = {
  loading: "Loading …",
  ready: "Ready",
  running: "Training",
  paused: "Paused",
  finished: "Finished",
  failed: "Stopped by an error",
};

export function App() {
  const first = useMemo(() => fromHash(window.location.hash), []);
  const session = useMemo(() => new Session(first.experiment), [first]);
  const [linkProblems, setLinkProblems] = useState<readonly Problem[]>(first.problems);
  useSession(session);

  const begin = (experiment: Experiment, run = false) => {
    // Without an entry in the history for every slider.
    window.history.replaceState(null, "", toHash(experiment));
    session.begin(experiment, { run });
  };
  const change = (experiment: Experiment) => {
    setLinkProblems([]);
    begin(experiment);
  };
  useEffect(() => {
    const load = () => {
      const { experiment, run, problems } = fromHash(window.location.hash);
      setLinkProblems(problems);
      begin(experiment, run);
    };
    load();
    window.addEventListener("hashchange", load);
    return () => window.removeEventListener("hashchange", load);
  }, [session]);

  const { phase, experiment, problem } = session;
  const name = `${experiment.environment}-${experiment.algorithm}-seed-${experiment.seed}`;
  const toTabular = () =>
    change(experimentFor("Gridworld3x3-v0", experiment.algorithm === "sac" ? "ppo" : experiment.algorithm));
  return (
    <>
      <header>
        <h1>Proximal playground</h1>
        <p>Policy gradients that train in this tab. Nothing leaves it.</p>
      </header>
      <main data-phase={phase} data-iteration={session.iteration} data-evaluation={session.evaluation}>
        <aside class="card">
          <div class="buttons">
            {phase === "running" ? (
              <button type="button" class="primary" id="pause" onClick={() => session.pause()}>
                Pause
              </button>
            ) : (
              <button
                type="button"
                class="primary"
                id="run"
                disabled={phase === "finished" || phase === "failed"}
                onClick={() => session.run()}
              >
                {session.iteration > 0 ? "Go on" : "Start"}
              </button>
            )}
            <button
              type="button"
              id="step"
              title="One iteration"
              disabled={phase !== "ready" && phase !== "paused"}
              onClick={() => session.step()}
            >
              Step
            </button>
            <button type="button" id="reset" onClick={() => session.reset()}>
              Reset
            </button>
          </div>
          <p class="status" role="status">
            {phases[phase]}
            {session.reached && `: ${experiment.until} reached`}
          </p>
          <dl class="facts">
            <div>
              <dt>iteration</dt>
              <dd>{session.iteration}</dd>
            </div>
            <div>
              <dt>steps</dt>
              <dd>{tickLabel(session.steps)}</dd>
            </div>
            <div>
              <dt>evaluation</dt>
              <dd>{session.evaluation === undefined ? "–" : tickLabel(session.evaluation)}</dd>
            </div>
          </dl>
          {linkProblems.map((linkProblem) => (
            <ProblemNote
              key={linkProblem.message}
              problem={linkProblem}
              onClose={() => setLinkProblems(linkProblems.filter((other) => other !== linkProblem))}
            />
          ))}
          {problem && problem.setting === undefined && <ProblemNote problem={problem} />}
          <Controls experiment={experiment} problem={problem} onChange={change} />
          <div class="buttons">
            <button
              type="button"
              id="download-policy"
              disabled={session.iteration === 0}
              onClick={async () => download(`${name}.onnx`, await session.policy(), "application/octet-stream")}
            >
              Policy as ONNX
            </button>
            <button
              type="button"
              id="download-metrics"
              disabled={session.iteration === 0}
              onClick={() => download(`${name}.csv`, session.history.toCsv(), "text/csv")}
            >
              Metrics as CSV
            </button>
          </div>
          <p class="note">The address of this page holds the experiment: the link reproduces it, bit for bit.</p>
        </aside>
        <div class="panels">
          <Watch session={session} />
          <LearningCurve session={session} />
          <ClipPanel session={session} />
          <RegionPanel session={session} />
          <WeightPanel session={session} />
          <BoundPanel session={session} onTabular={toTabular} />
          <StepsPanel session={session} onTabular={toTabular} />
        </div>
      </main>
    </>
  );
}
