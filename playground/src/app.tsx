import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Problem } from "../../ui/problem.js";
import { ProblemNote } from "../../ui/problem-note.js";
import { Controls } from "./controls.js";
import { type Experiment, experimentFor, rivalOf } from "./experiment.js";
import { useSession } from "./hooks.js";
import { fromHash, toHash } from "./link.js";
import { LearningCurve } from "./panels/learning-curve.js";
import { Panels } from "./panels.js";
import { phaseOf, RunButtons } from "./run-buttons.js";
import { Session } from "./session.js";
import { Status } from "./status.js";
import { Watch } from "./watch.js";

export function App() {
  const first = useMemo(() => fromHash(window.location.hash), []);
  const session = useMemo(() => new Session(first.experiment), [first]);
  const [rival, setRival] = useState<Session>();
  const [linkProblems, setLinkProblems] = useState<readonly Problem[]>(first.problems);
  const main = useRef<HTMLElement>(null);
  const sessions = useMemo(() => (rival ? [session, rival] : [session]), [session, rival]);
  useSession(sessions);

  const second = useRef<Session>(undefined);
  const begin = (experiment: Experiment, run = false) => {
    // Without an entry in the history for every slider.
    window.history.replaceState(null, "", toHash(experiment));
    session.begin(experiment, { run });
    const against = rivalOf(experiment);
    if (!against) second.current?.close();
    second.current = against && (second.current ?? new Session(against));
    if (against) second.current?.begin(against, { run });
    setRival(second.current);
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
  // Not by Preact, which would look through the whole page for each of them.
  useEffect(() => {
    const show = () =>
      Object.assign(main.current?.dataset ?? {}, {
        phase: phaseOf(sessions),
        iteration: session.iteration,
        evaluation: session.evaluation ?? "",
      });
    show();
    const ends = sessions.map((one) => one.subscribe(show));
    return () => {
      for (const end of ends) end();
    };
  }, [sessions]);

  const { experiment } = session;
  const toTabular = () =>
    change(experimentFor("Gridworld3x3-v0", experiment.algorithm === "sac" ? "ppo" : experiment.algorithm));
  return (
    <>
      <header>
        <h1>Proximal playground</h1>
        <p>Policy gradients that train in this tab. Nothing leaves it.</p>
      </header>
      <main ref={main}>
        <aside class="card">
          <RunButtons sessions={sessions} onReset={() => begin(experiment)} />
          {sessions.map((one) => (
            <Status key={one.number} session={one} named={sessions.length > 1} />
          ))}
          {linkProblems.map((linkProblem) => (
            <ProblemNote
              key={linkProblem.message}
              problem={linkProblem}
              onClose={() => setLinkProblems(linkProblems.filter((other) => other !== linkProblem))}
            />
          ))}
          {sessions.map(
            ({ number, problem }) =>
              problem && problem.setting === undefined && <ProblemNote key={number} problem={problem} />,
          )}
          <Controls experiment={experiment} problem={session.problem} rivalProblem={rival?.problem} onChange={change} />
          <p class="note">The address of this page holds the experiment: the link reproduces it, bit for bit.</p>
        </aside>
        {rival ? (
          <div class="duel">
            <LearningCurve sessions={sessions} />
            {sessions.map((one, index) => (
              <section
                key={one.number}
                class="side"
                aria-label={`${one.experiment.algorithm}, ${index === 0 ? "first" : "second"}`}
              >
                <h2>{one.experiment.algorithm}</h2>
                <Watch session={one} prefix={index === 0 ? "" : "against-"} />
                <Panels session={one} prefix={index === 0 ? "" : "against-"} onTabular={toTabular} />
              </section>
            ))}
          </div>
        ) : (
          <div class="panels">
            <Watch session={session} prefix="" />
            <LearningCurve sessions={sessions} />
            <Panels session={session} prefix="" onTabular={toTabular} />
          </div>
        )}
      </main>
    </>
  );
}
