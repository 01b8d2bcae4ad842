import { useEffect, useRef, useState } from "preact/hooks";
import type { StageFrame } from "../../../src/dashboard/index.js";
import { Fact } from "../../../ui/fact.js";
import { PolicyView } from "../../../ui/policy-view.js";
import type { Problem } from "../../../ui/problem.js";
import { ProblemNote } from "../../../ui/problem-note.js";
import { Commander, useCommands } from "./commander.js";
import { createPainter, type Painter, rateOf, sceneOf } from "./painter.js";
import { Refusal, StageClient } from "./stage-client.js";

interface ViewerProps {
  /** Without one, what the server was started to show. */
  readonly run: string | undefined;
  readonly tall?: boolean;
}

/** Moments that are asked for at once. */
const BATCH = 6;
const SPEEDS = [0.25, 0.5, 1, 2, 4];

/** An agent that acts, by the newest policy of its run. */
export function Viewer({ run, tall = false }: ViewerProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [stage, setStage] = useState<StageClient>();
  const [problem, setProblem] = useState<Problem>();
  const [frame, setFrame] = useState<StageFrame>();
  const [lastReturn, setLastReturn] = useState<number>();
  const [playing, setPlaying] = useState(true);
  const [speed, setSpeed] = useState(1);
  const [greedy, setGreedy] = useState(true);
  const [attempt, setAttempt] = useState(0);
  const commands = useCommands(stage?.description.commands);
  const settings = useRef({ playing, speed, greedy, command: commands.read, single: false });
  Object.assign(settings.current, { playing, speed, greedy, command: commands.read });

  useEffect(() => {
    let current = true;
    setStage(undefined);
    setProblem(undefined);
    setFrame(undefined);
    setLastReturn(undefined);
    StageClient.open(run, attempt).then(
      (opened) => current && setStage(opened),
      (error: unknown) => current && setProblem(problemOf(error)),
    );
    return () => {
      current = false;
    };
  }, [run, attempt]);

  useEffect(() => {
    const element = canvas.current;
    if (!stage || !element) return;
    let current = true;
    let painter: Painter | undefined;
    let request = 0;
    let due = 0;
    let asking = false;
    const waiting: StageFrame[] = [];
    const ask = async () => {
      asking = true;
      try {
        const { greedy, command } = settings.current;
        const frames = await stage.frames(BATCH, greedy, command());
        if (current) waiting.push(...frames);
      } catch (error) {
        if (current) setProblem(problemOf(error));
        return;
      }
      asking = false;
    };
    const loop = (now: number) => {
      request = requestAnimationFrame(loop);
      const { playing, speed, single } = settings.current;
      if (!playing && !single) return;
      const interval = 1000 / rateOf(stage.description) / speed;
      if (waiting.length < BATCH && !asking) void ask();
      if (now < due && !single) return;
      let next: StageFrame | undefined;
      // Faster than the screen: moments in between are left out, but not the ends of episodes.
      do {
        next = waiting.shift() ?? next;
        if (next?.ended) setLastReturn(next.ended.episodeReturn);
        due = Math.max(due + interval, now - interval);
      } while (!single && waiting.length > 0 && due < now - interval / 2);
      if (!next) return;
      settings.current.single = false;
      painter?.paint(next);
      setFrame(next);
    };
    const observer = new ResizeObserver(() => painter?.resize());
    void createPainter(element, stage.description).then(
      (created) => {
        if (!current) return created.close();
        painter = created;
        observer.observe(element);
        request = requestAnimationFrame(loop);
      },
      (error: unknown) => current && setProblem(problemOf(error)),
    );
    const stop = turnByPointer(element, () => painter);
    return () => {
      current = false;
      cancelAnimationFrame(request);
      observer.disconnect();
      stop();
      painter?.close();
    };
  }, [stage]);

  const environment = stage?.description.environment ?? "";
  const turnable = stage?.description.model !== undefined;
  return (
    <div class="viewer" data-length={frame?.length} data-trained={frame?.trained} data-return={lastReturn}>
      {problem && (
        <>
          <ProblemNote problem={problem} />
          <button type="button" onClick={() => setAttempt(attempt + 1)}>
            Begin anew
          </button>
        </>
      )}
      <canvas
        ref={canvas}
        // Another kind of drawing needs another canvas.
        key={`${run} ${attempt} ${environment}`}
        class={tall ? "stage tall" : "stage"}
        role="img"
        aria-label={`The agent acting in ${environment}${turnable ? "; drag to turn the view, scroll to come closer" : ""}`}
      />
      <div class="row">
        <button type="button" id="play" onClick={() => setPlaying(!playing)}>
          {playing ? "Pause" : "Play"}
        </button>
        <button
          type="button"
          disabled={playing}
          onClick={() => {
            settings.current.single = true;
          }}
        >
          Step
        </button>
        <button type="button" onClick={() => setAttempt(attempt + 1)}>
          Begin anew
        </button>
        <label class="inline">
          speed{" "}
          <select value={speed} onChange={(e) => setSpeed(Number(e.currentTarget.value))}>
            {SPEEDS.map((factor) => (
              <option key={factor} value={factor}>
                {factor}×
              </option>
            ))}
          </select>
        </label>
        <label class="inline">
          <input type="checkbox" checked={greedy} onChange={(e) => setGreedy(e.currentTarget.checked)} /> most probable
          actions
        </label>
      </div>
      <Commander commands={commands} told={frame?.command} />
      <dl class="facts">
        <Fact name="step" value={frame?.length} />
        <Fact name="return so far" value={frame?.episodeReturn} />
        <Fact name="last episode" value={lastReturn} />
        <Fact name="V(s)" value={frame?.value} />
        <Fact name="trained for" value={frame?.trained} />
      </dl>
      {frame && stage && frame.action.length <= 8 && (
        <PolicyView scene={sceneOf(frame, stage.description)} environment={environment} />
      )}
    </div>
  );
}

const problemOf = (error: unknown): Problem =>
  error instanceof Refusal
    ? error.problem
    : { message: `It cannot be drawn here: ${String(error)}.`, fix: "Try another browser, or one with WebGL." };

/** Dragging turns the view, the wheel comes closer. */
function turnByPointer(element: HTMLElement, painter: () => Painter | undefined): () => void {
  const move = (event: PointerEvent) => {
    if (event.buttons === 0) return;
    painter()?.turn?.(-event.movementX / 150, event.movementY / 150);
  };
  const wheel = (event: WheelEvent) => {
    const zoom = painter()?.zoom;
    if (!zoom) return;
    event.preventDefault();
    zoom(Math.exp(event.deltaY / 600));
  };
  element.addEventListener("pointermove", move);
  element.addEventListener("wheel", wheel, { passive: false });
  return () => {
    element.removeEventListener("pointermove", move);
    element.removeEventListener("wheel", wheel);
  };
}
