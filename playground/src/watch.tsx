import { useEffect, useRef, useState } from "preact/hooks";
import { palette, prepare } from "../../ui/canvas.js";
import { Fact } from "../../ui/fact.js";
import { PolicyView } from "../../ui/policy-view.js";
import { ProblemNote } from "../../ui/problem-note.js";
import type { Scene } from "../../ui/scene.js";
import { drawingFor, framesPerSecond } from "./drawings.js";
import { useSession } from "./hooks.js";
import type { Session } from "./session.js";

/** The agent, acting live by the newest policy, and what the policy makes of what it sees. */
export function Watch({ session }: { readonly session: Session }) {
  useSession(session);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [scene, setScene] = useState<Scene>();
  const { environment } = session.experiment;
  useEffect(() => {
    const draw = drawingFor(environment);
    const interval = 1000 / framesPerSecond(environment);
    let request = 0;
    let due = 0;
    let drawn: Scene | undefined;
    const loop = (now: number) => {
      request = requestAnimationFrame(loop);
      if (now < due) return;
      due = Math.max(due + interval, now - interval);
      if (session.scene && session.scene !== drawn && canvas.current) {
        drawn = session.scene;
        const surface = prepare(canvas.current);
        if (surface) draw(surface, drawn, palette());
        setScene(drawn);
      }
      session.requestFrame();
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
      aria-labelledby="watch-title"
      onDragOver={(e) => e.preventDefault()}
      onDrop={(e) => {
        e.preventDefault();
        void drop(e.dataTransfer?.files[0]);
      }}
    >
      <h2 id="watch-title">The agent</h2>
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
            id="drop"
            type="file"
            accept=".onnx"
            onChange={(e) => {
              void drop(e.currentTarget.files?.[0]);
              e.currentTarget.value = "";
            }}
          />
        </label>
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
