import type { Problem } from "../../ui/problem.js";
import type { Scene } from "../../ui/scene.js";
import { algorithmOf, type Experiment, problemOf } from "./experiment.js";
import { History } from "./history.js";
import type { FromTheater, FromTrainer, Movement, Samples, ToTheater, ToTrainer } from "./messages.js";

export type Phase = "loading" | "ready" | "running" | "paused" | "finished" | "failed";

/** A policy that was dropped on the page. */
export interface Guest {
  readonly name: string;
  readonly algorithm: string;
  readonly steps: number;
}

let made = 0;

/** One training on the page: the worker that trains it, the one that shows its agent, and what both have told. */
export class Session {
  /** Tells sessions apart. */
  readonly number = made++;
  phase: Phase = "loading";
  experiment: Experiment;
  problem: Problem | undefined;
  history = new History();
  iteration = 0;
  steps = 0;
  samples: Samples | undefined;
  movement: Movement | undefined;
  scene: Scene | undefined;
  lastReturn: number | undefined;
  evaluation: number | undefined;
  reached = false;
  guest: Guest | undefined;
  guestProblem: Problem | undefined;
  greedy = false;
  /** Counts changes of anything but measurements. */
  revision = 0;

  private trainer: Worker | undefined;
  private theater: Worker | undefined;
  private readonly listeners = new Set<() => void>();
  private wantsRun = false;
  private framePending = false;
  private onPolicy: ((bytes: Uint8Array<ArrayBuffer>) => void) | undefined;

  constructor(experiment: Experiment) {
    this.experiment = experiment;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Throws the training away and makes ready to train an experiment. */
  begin(experiment: Experiment, { run = false, problem }: { run?: boolean; problem?: Problem | undefined } = {}): void {
    this.trainer?.terminate();
    this.trainer = undefined;
    const sameStage = this.scene !== undefined && experiment.environment === this.experiment.environment;
    Object.assign(this, {
      experiment,
      phase: "loading",
      problem,
      history: new History(),
      iteration: 0,
      steps: 0,
      samples: undefined,
      movement: undefined,
      evaluation: undefined,
      reached: false,
      guest: undefined,
      guestProblem: undefined,
    });
    if (!sameStage) this.scene = undefined;
    this.lastReturn = undefined;
    this.wantsRun = run;
    this.framePending = false;
    const stage = { kind: "stage", environment: experiment.environment, seed: experiment.seed } as const;
    try {
      algorithmOf(experiment);
    } catch (error) {
      // Told at once, without waiting for a worker.
      this.sendToTheater(stage);
      this.fail(problemOf(error));
      return;
    }
    const trainer = new Worker(new URL("./workers/trainer.ts", import.meta.url), { type: "module" });
    this.trainer = trainer;
    trainer.addEventListener("message", ({ data }: MessageEvent<FromTrainer>) => this.hearTrainer(data));
    trainer.addEventListener("error", ({ message }) =>
      this.fail({
        message: `The worker that trains could not start: ${message || "its script was not loaded"}.`,
        fix: "Reload the page.",
      }),
    );
    this.send({ kind: "begin", experiment });
    this.sendToTheater(stage);
    this.changed();
  }

  /** Ends both workers. */
  close(): void {
    this.trainer?.terminate();
    this.theater?.terminate();
  }

  run(): void {
    if (this.phase === "loading") this.wantsRun = true;
    if (this.phase !== "ready" && this.phase !== "paused") return;
    this.phase = "running";
    this.guest = undefined;
    this.send({ kind: "run" });
    this.changed();
  }

  pause(): void {
    this.wantsRun = false;
    if (this.phase === "running") this.send({ kind: "pause" });
  }

  step(): void {
    if (this.phase !== "ready" && this.phase !== "paused") return;
    this.phase = "running";
    this.guest = undefined;
    this.send({ kind: "step" });
    this.changed();
  }

  /** The policy as it stands, as ONNX. */
  policy(): Promise<Uint8Array<ArrayBuffer>> {
    return new Promise((resolve) => {
      this.onPolicy = resolve;
      this.send({ kind: "policy" });
    });
  }

  /** Shows a policy from a file, instead of the one in training. */
  show(bytes: Uint8Array<ArrayBuffer>, name: string): void {
    this.guestProblem = undefined;
    this.sendToTheater({ kind: "policy", bytes, dropped: name });
  }

  dismissGuest(): void {
    this.guestProblem = undefined;
    if (this.guest) {
      this.guest = undefined;
      this.send({ kind: "policy" });
    }
    this.changed();
  }

  /** Asks for the moment of the episode some steps on, unless one is on its way. */
  requestFrame(steps: number): void {
    if (this.framePending) return;
    this.framePending = true;
    this.sendToTheater({ kind: "frame", greedy: this.greedy, steps });
  }

  private hearTrainer(message: FromTrainer): void {
    switch (message.kind) {
      case "ready":
        this.phase = "ready";
        if (this.wantsRun) this.run();
        break;
      case "progress": {
        const { rows, samples, movement } = message.progress;
        this.history.add(rows);
        this.iteration = this.history.length;
        this.steps = rows.steps.at(-1) ?? this.steps;
        this.samples = samples ?? this.samples;
        this.movement = movement ?? this.movement;
        this.evaluation = this.history.latest("evaluation/mean_return");
        this.tell();
        return;
      }
      case "policy":
        if (message.asked && this.onPolicy) {
          this.onPolicy(message.bytes.slice());
          this.onPolicy = undefined;
        }
        if (!this.guest) this.sendToTheater({ kind: "policy", bytes: message.bytes, dropped: undefined });
        return;
      case "paused":
        this.phase = "paused";
        break;
      case "finished":
        this.phase = "finished";
        this.reached = message.reached;
        break;
      case "failed":
        this.fail(message.problem);
        return;
    }
    this.changed();
  }

  private hearTheater(message: FromTheater): void {
    if (message.kind === "scene") {
      this.framePending = false;
      this.scene = message.scene;
      this.lastReturn = message.lastReturn;
      return;
    }
    if (message.kind === "accepted") {
      const { name, algorithm, steps } = message;
      this.guest = { name, algorithm, steps };
    } else {
      this.framePending = false;
      this.guestProblem = message.problem;
    }
    this.changed();
  }

  private fail(problem: Problem): void {
    this.phase = "failed";
    this.problem = problem;
    this.changed();
  }

  private send(message: ToTrainer): void {
    this.trainer?.postMessage(message);
  }

  private sendToTheater(message: ToTheater): void {
    if (!this.theater) {
      // After the trainer, which has more to load.
      this.theater = new Worker(new URL("./workers/theater.ts", import.meta.url), { type: "module" });
      this.theater.addEventListener("message", ({ data }: MessageEvent<FromTheater>) => this.hearTheater(data));
    }
    this.theater.postMessage(message);
  }

  private changed(): void {
    this.revision++;
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
