import { useSession } from "./hooks.js";
import type { Phase, Session } from "./session.js";

interface RunButtonsProps {
  /** They go together. */
  readonly sessions: readonly Session[];
  readonly onReset: () => void;
}

/** The most telling first: what one of two trainings is in, both are. */
const order: readonly Phase[] = ["failed", "loading", "running", "ready", "paused", "finished"];

/** The phase of several trainings together. */
export const phaseOf = (sessions: readonly Session[]): Phase =>
  order.find((phase) => sessions.some((session) => session.phase === phase)) ?? "loading";

/** Start, pause, a single iteration, begin anew. */
export function RunButtons({ sessions, onReset }: RunButtonsProps) {
  useSession(sessions);
  const phase = phaseOf(sessions);
  const each = (task: (session: Session) => void) => () => sessions.forEach(task);
  return (
    <div class="buttons">
      {phase === "running" ? (
        <button type="button" class="primary" id="pause" onClick={each((session) => session.pause())}>
          Pause
        </button>
      ) : (
        <button
          type="button"
          class="primary"
          id="run"
          disabled={phase === "finished" || phase === "failed"}
          onClick={each((session) => session.run())}
        >
          {sessions.some(({ iteration }) => iteration > 0) ? "Go on" : "Start"}
        </button>
      )}
      <button
        type="button"
        id="step"
        title="One iteration"
        disabled={phase !== "ready" && phase !== "paused"}
        onClick={each((session) => session.step())}
      >
        Step
      </button>
      <button type="button" id="reset" onClick={onReset}>
        Reset
      </button>
    </div>
  );
}
