import { tickLabel } from "../../ui/frame.js";
import { useLive } from "./hooks.js";
import type { Phase, Session } from "./session.js";

const phases: Readonly<Record<Phase, string>> = {
  loading: "Loading …",
  ready: "Ready",
  running: "Training",
  paused: "Paused",
  finished: "Finished",
  failed: "Stopped by an error",
};

/** How far a training is. `named`: where there are two of them. */
export function Status({ session, named }: { readonly session: Session; readonly named: boolean }) {
  const host = useLive<HTMLDivElement>(session);
  const { phase, experiment, reached, iteration, steps, evaluation } = session;
  return (
    <div ref={host}>
      <p class="status" role="status">
        {named && `${experiment.algorithm}: `}
        {phases[phase]}
        {reached && `: ${experiment.until} reached`}
      </p>
      <dl class="facts">
        <div>
          <dt>iteration</dt>
          <dd>{iteration}</dd>
        </div>
        <div>
          <dt>steps</dt>
          <dd>{tickLabel(steps)}</dd>
        </div>
        <div>
          <dt>evaluation</dt>
          <dd>{evaluation === undefined ? "–" : tickLabel(evaluation)}</dd>
        </div>
      </dl>
    </div>
  );
}
