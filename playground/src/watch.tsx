import { useEffect, useRef, useState } from "preact/hooks";
import { palette, prepare } from "../../ui/canvas.js";
import { Fact } from "../../ui/fact.js";
import { PolicyView } from "../../ui/policy-view.js";
import { ProblemNote } from "../../ui/problem-note.js";
import type { Scene } from "../../ui/scene.js";
import { download } from "./download.js";
import { drawingFor, framesPerSecond } from "./drawings.js";
import { figuresOf } from "./figures/index.js";
import { useSession } from "./hooks.js";
import type { Session } from "./session.js";

/** Milliseconds between what is written about the moment; the drawing goes on in between. */
const BETWEEN_TEXTS = 150;
/** Frames per second at most, fewer while a training is running, which needs the processor more. */
const [RATE, RATE_WHILE_TRAINING] = [50, 25];

interface WatchProps {
  readonly session: Session;
  /** Before the ids of the page's second algorithm. */
  readonly prefix: string;
}

/** The agent, acting live by the newest policy, and what the policy makes of what it sees. */
export function Watch({ session, prefix }: WatchProps) {
  useSession([session]);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [scene, setScene] = useState<Scene>();
  const { environment, algorithm, seed } = session.experiment;
  const name = `${environment}-${algorithm}-seed-${seed}`;
  useEffect(() => {
    const draw = drawingFor(environment);
    const rate = framesPerSecond(environment);
    let request = 0;
    let due = 0;
    let written = 0;
    let drawn: Scene | undefined;
    const loop = (now: number) => {
      request = requestAnimationFrame(loop);
      if (now < due) return;
      // Fewer frames show the same time: more steps lie between them.
      const steps = Math.max(1, Math.round(rate / (session.phase === "running" ? RATE_WHILE_TRAINING : RATE)));
      const interval = (1000 * steps) / rate;
      due = Math.max(due + interval, now - interval);
      if (session.scene && session.scene !== drawn && canvas.current) {
        drawn = session.scene;
        const surface = prepare(canvas.current);
        if (surface) draw(surface, drawn, palette());
        if (now - written > BETWEEN_TEXTS) {
          written = now;
          setScene(drawn);
        }
      }
      session.requestFrame(steps);
    };
    request = requestAnimationFrame(loop);
    return () => cancelAnimationFrame(request);
  }, [session, environment]);
  const drop = async (file: File | undefined) => {
    if (file) session.show(new Uint8Array(await file.arrayBuffer()), file.name);
  };
  return (
    <section
      class="card watch"
      aria-labelledby={`${prefix}watch-title`}
      onDragOver={(e) => e.preventDefault()}
      onDrop={(e) => {
        e.preventDefault();
        void drop(e.dataTransfer?.files[0]);
      }}
    >
      <h2 id={`${prefix}watch-title`}>The agent</h2>
      <canvas ref={canvas} class="stage" role="img" aria-label={`The agent acting in ${environment}`} />
      {scene && <PolicyView scene={scene} environment={environment} />}
      <dl class="facts">
        <Fact name="return so far" value={scene?.episodeReturn} />
        <Fact name="last episode" value={session.lastReturn} />
        <Fact name="V(s)" value={scene?.value} />
      </dl>
      <div class="row">
        <label class="inline">
          <input
            type="checkbox"
            checked={session.greedy}
            onChange={(e) => {
              session.greedy = e.currentTarget.checked;
            }}
          />
          most probable actions
        </label>
        <label class="file">
          Watch an ONNX policy
          <input
            id={`${prefix}drop`}
            type="file"
            accept=".onnx"
            onChange={(e) => {
              void drop(e.currentTarget.files?.[0]);
              e.currentTarget.value = "";
            }}
          />
        </label>
      </div>
      <div class="buttons">
        <button
          type="button"
          id={`${prefix}download-policy`}
          disabled={session.iteration === 0}
          onClick={async () => download(`${name}.onnx`, await session.policy(), "application/octet-stream")}
        >
          Policy as ONNX
        </button>
        <button
          type="button"
          id={`${prefix}download-metrics`}
          disabled={session.iteration === 0}
          onClick={() => download(`${name}.csv`, session.history.toCsv(), "text/csv")}
        >
          Metrics as CSV
        </button>
        <button
          type="button"
          id={`${prefix}download-figures`}
          disabled={session.iteration === 0}
          onClick={() => download(`${name}.json`, JSON.stringify(figuresOf(session)), "application/json")}
        >
          Panels as JSON
        </button>
      </div>
      {session.guest && (
        <p class="note" role="status" data-guest>
          Showing {session.guest.name} ({session.guest.algorithm}, {session.guest.steps} steps).{" "}
          <button type="button" class="quiet" onClick={() => session.dismissGuest()}>
            Back to the policy in training
          </button>
        </p>
      )}
      {session.guestProblem && <ProblemNote problem={session.guestProblem} onClose={() => session.dismissGuest()} />}
    </section>
  );
}
