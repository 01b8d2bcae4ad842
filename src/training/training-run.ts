import type { Algorithm, Task, UpdateMetrics } from "../algorithms/index.js";
import type { EnvironmentDefinition } from "../environments/index.js";
import { RunError, UsageError } from "../errors.js";
import { Policy } from "../policies/index.js";
import type { Snapshot } from "../snapshot.js";
import { createActors } from "./actors/create-actors.js";
import { describeAlgorithm } from "./algorithm-identity.js";
import { EpisodeWindow } from "./episode-window.js";
import { type EvaluationResult, requireEpisodes } from "./evaluate.js";
import type { MetricsSink, SinkPosition } from "./metrics/index.js";
import type { Report, TimeSplit } from "./report.js";
import type { RunStore } from "./run-store.js";
import { describeTask } from "./task-identity.js";
import type { ResolvedTrainOptions } from "./train-options.js";
import { evaluateTrainee, exportTrainee, type Trainee } from "./trainee.js";
import { startFrom } from "./warm-start.js";

export interface TrainingSetup extends ResolvedTrainOptions {
  readonly definition: EnvironmentDefinition;
  readonly algorithm: Algorithm;
  readonly sinks: readonly MetricsSink[];
  readonly module: string | undefined;
  readonly warmStart: Policy | undefined;
  readonly signal: AbortSignal | undefined;
  readonly observe?: Task["observe"];
  readonly openStore: (() => Promise<RunStore>) | undefined;
  /** Where to go on. */
  readonly checkpoint?: Snapshot;
}

/** A checkpoint that takes long, as with a large replay buffer, is written so many times more seldom: 5 % of the time. */
const MOST_SAVING = 20;

/** One training: an async iterable of reports, with the policy as it stands. */
export class TrainingRun implements AsyncIterable<Report> {
  private steps = 0;
  private iteration = 0;
  private evaluations = 0;
  private best = Number.NEGATIVE_INFINITY;
  private reached = false;
  private readonly window = new EpisodeWindow();
  private readonly time = { environment: 0, policy: 0, learner: 0 };
  private trainee: Promise<Trainee> | undefined;
  private started = false;
  private ready: Trainee | undefined;
  private notices: string[] = [];

  constructor(private readonly setup: TrainingSetup) {}

  get environment(): EnvironmentDefinition {
    return this.setup.definition;
  }

  get algorithm(): Algorithm {
    return this.setup.algorithm;
  }

  /** Environment steps so far. */
  get stepsDone(): number {
    return this.steps;
  }

  /** Whether `until` was reached; null if it was not asked for. */
  get reachedUntil(): boolean | null {
    return this.setup.until === undefined ? null : this.reached;
  }

  /** The mean return to stop at, if one was asked for. */
  get until(): number | undefined {
    return this.setup.until;
  }

  /** Mean return of the last 100 training episodes; NaN before the first. */
  get meanEpisodeReturn(): number {
    return this.window.meanReturn;
  }

  /** Seconds spent collecting and learning. */
  get timeSplit(): TimeSplit {
    return { ...this.time };
  }

  get stepsPerSecond(): number {
    const { environment, policy, learner } = this.time;
    return this.steps / (environment + policy + learner);
  }

  /** Trains to the end and returns the last report, for callers that need none in between. */
  async finish(): Promise<Report | undefined> {
    let last: Report | undefined;
    for await (const report of this) last = report;
    return last;
  }

  /** The policy with the current parameters. Throws a UsageError before training has started. */
  get policy(): Policy {
    if (!this.ready) {
      throw new UsageError({
        code: "not-started",
        message: "There is no policy before training has started.",
        fix: "Iterate the run, or call finish(), first.",
      });
    }
    return Policy.fromTrustedOnnx(exportTrainee(this.ready, this.steps), { seed: this.setup.seed });
  }

  /** Evaluates the current policy (greedy) on episodes that training never sees. */
  async evaluate(episodes = 100): Promise<EvaluationResult> {
    requireEpisodes(episodes);
    return evaluateTrainee(await this.prepare(), episodes, "final");
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Report, void, void> {
    if (this.started) {
      throw new UsageError({
        code: "already-started",
        message: "This run has already been iterated.",
        fix: "Call train() again, or resume() to go on from its folder.",
      });
    }
    this.started = true;
    // First, so that an unusable folder is refused before anything is built.
    const store = await this.setup.openStore?.();
    try {
      yield* this.train(store);
    } finally {
      store?.close();
    }
  }

  private async *train(store: RunStore | undefined): AsyncGenerator<Report, void, void> {
    const trainee = await this.prepare();
    try {
      yield* this.collectAndLearn(trainee, store);
    } finally {
      trainee.environment.close();
    }
  }

  private async *collectAndLearn(trainee: Trainee, store: RunStore | undefined): AsyncGenerator<Report, void, void> {
    const { setup } = this;
    const saved = setup.checkpoint as unknown as SavedRun | undefined;
    let stored: Readonly<Record<string, MetricsSink>> = {};
    let lastSave = performance.now();
    let saveSeconds = 0;
    let ended = false;
    let savedSteps = saved?.steps;
    let bestSnapshot: Snapshot | undefined;
    const snapshot = () => {
      const positions: Record<string, SinkPosition> = {};
      for (const [name, sink] of Object.entries(stored)) if (sink.position) positions[name] = sink.position();
      return this.snapshot(trainee, positions);
    };
    const save = () => {
      if (!store) return;
      const start = performance.now();
      if (bestSnapshot) store.saveCheckpoint("best", bestSnapshot);
      bestSnapshot = undefined;
      store.saveCheckpoint("last", snapshot());
      savedSteps = this.steps;
      lastSave = performance.now();
      saveSeconds = (lastSave - start) / 1000;
    };
    const write = ({ steps, metrics }: Report) => {
      for (const sink of [...Object.values(stored), ...setup.sinks]) sink.write({ step: steps, values: metrics });
    };
    try {
      // Not before now: whatever keeps this run from beginning costs no earlier one.
      store?.clear();
      stored = store?.openSinks(saved?.sinks) ?? {};
      store?.saveSettings(this.settings());
      // A run that is saved before it begins can always be resumed.
      if (!saved) save();
      while (this.steps < setup.totalSteps && !this.reached && !setup.signal?.aborted) {
        const { best, steps: previous } = this;
        const metrics = await this.iterate(trainee);
        let evaluation: EvaluationResult | undefined;
        try {
          evaluation = await this.evaluateIfDue(trainee, previous);
        } catch (cause) {
          // What was learned does not depend on it.
          write(this.report(metrics, undefined));
          save();
          throw cause;
        }
        const report = this.report(metrics, evaluation);
        write(report);
        // After its row was written, so that training can go on from here as well as from the last one.
        if (store && evaluation && evaluation.mean > best) bestSnapshot = snapshot();
        const interval = Math.max(setup.checkpointSeconds, saveSeconds < 1 ? 0 : MOST_SAVING * saveSeconds);
        if ((performance.now() - lastSave) / 1000 >= interval) save();
        yield report;
      }
      ended = true;
      save();
    } catch (cause) {
      ended = true;
      if (store && cause instanceof RunError) throw withSavedState(cause, store.location, this.steps, savedSteps);
      throw cause;
    } finally {
      // Reached by `break` as well: what was learned since the last checkpoint is kept.
      if (!ended) save();
      for (const sink of [...Object.values(stored), ...setup.sinks]) sink.close();
    }
  }

  /** Collects and learns once; its metrics. */
  private async iterate(trainee: Trainee): Promise<UpdateMetrics> {
    const { time } = this;
    const { actor } = trainee;
    const before = { ...actor.time };
    const start = performance.now();
    const { steps, metrics } = await trainee.iterate(this.steps / this.setup.totalSteps);
    const seconds = (performance.now() - start) / 1000;
    const environment = (actor.time.environment - before.environment) / 1000;
    const policy = (actor.time.policy - before.policy) / 1000;
    time.environment += environment;
    time.policy += policy;
    time.learner += seconds - environment - policy;
    this.steps += steps;
    this.iteration++;
    return metrics;
  }

  private async evaluateIfDue(trainee: Trainee, previousSteps: number): Promise<EvaluationResult | undefined> {
    const { evaluation: settings, until } = this.setup;
    if (!settings) return undefined;
    const { everySteps, episodes } = settings;
    if (Math.floor(this.steps / everySteps) === Math.floor(previousSteps / everySteps)) return undefined;
    const evaluation = await evaluateTrainee(trainee, episodes, this.evaluations++);
    if (evaluation.mean > this.best) this.best = evaluation.mean;
    if (until !== undefined && evaluation.mean >= until) this.reached = true;
    return evaluation;
  }

  private report(metrics: UpdateMetrics, evaluation: EvaluationResult | undefined): Report {
    const { setup, time, window, stepsPerSecond, notices } = this;
    this.notices = [];
    return {
      steps: this.steps,
      totalSteps: setup.totalSteps,
      iteration: this.iteration,
      episodeReturn: { mean: window.meanReturn, episodes: window.episodes },
      metrics: {
        "charts/iteration": this.iteration,
        "charts/episodes": window.episodes,
        ...(window.count > 0 && {
          "charts/episodic_return": window.meanReturn,
          "charts/episodic_length": window.meanLength,
        }),
        ...Object.fromEntries(Object.entries(window.meanFigures).map(([name, value]) => [`episode/${name}`, value])),
        ...metrics,
        ...(evaluation && {
          "evaluation/mean_return": evaluation.mean,
          "evaluation/std_return": evaluation.std,
          "evaluation/mean_length": evaluation.meanLength,
        }),
        "time/steps_per_second": stepsPerSecond,
        "time/environment": time.environment,
        "time/policy": time.policy,
        "time/learner": time.learner,
      },
      ...(evaluation && { evaluation }),
      ...(notices.length > 0 && { notices }),
      stepsPerSecond,
      time: { ...time },
    };
  }

  private prepare(): Promise<Trainee> {
    this.trainee ??= this.build();
    return this.trainee;
  }

  private async build(): Promise<Trainee> {
    const { definition, warmStart, checkpoint } = this.setup;
    const trainee = await createActors({
      ...this.setup,
      onStep: ({ finishedEpisodes }) => {
        if (finishedEpisodes.length > 0) this.window.add(finishedEpisodes);
      },
      onNotice: (notice) => this.notices.push(notice),
    });
    const { environment } = trainee;
    try {
      if (checkpoint !== undefined) {
        this.restore(trainee, checkpoint as unknown as SavedRun);
        if (!environment.restorable) {
          trainee.learner.episodesLost?.();
          this.notices.push(episodesRestarted(definition.id, environment.count));
        }
      } else {
        if (warmStart) startFrom(warmStart, trainee);
        await environment.reset();
      }
    } catch (cause) {
      // Nobody else would: its processes and threads would stay.
      environment.close();
      throw checkpoint === undefined ? cause : perhapsOfAnotherVersion(cause);
    }
    this.ready = trainee;
    return trainee;
  }

  private settings(): Readonly<Record<string, unknown>> {
    const { definition, module, algorithm, seed, totalSteps, evaluation, until, checkpointSeconds, actors } =
      this.setup;
    return {
      environment: definition.id,
      ...(module !== undefined && { module }),
      algorithm: algorithm.name,
      options: algorithm.options,
      seed,
      totalSteps,
      evaluation,
      ...(until !== undefined && { until }),
      checkpointSeconds,
      actors,
    };
  }

  private snapshot(trainee: Trainee, sinks: Readonly<Record<string, SinkPosition>>): Snapshot {
    // of what was loaded, which may know more of itself
    const task = describeTask(trainee.definition);
    return {
      steps: this.steps,
      iteration: this.iteration,
      evaluations: this.evaluations,
      best: this.best,
      reached: this.reached ? (this.setup.until ?? null) : null,
      totalSteps: this.setup.totalSteps,
      identity: describeAlgorithm(this.setup.algorithm),
      ...(task !== undefined && { task }),
      window: this.window.getState(),
      time: { ...this.time },
      learner: trainee.learner.getState(),
      actor: trainee.actor.getState(),
      policy: exportTrainee(trainee, this.steps),
      sinks,
    } satisfies SavedRun;
  }

  private restore(trainee: Trainee, saved: SavedRun): void {
    this.steps = saved.steps;
    this.iteration = saved.iteration;
    this.evaluations = saved.evaluations;
    this.best = saved.best;
    const { until, totalSteps } = this.setup;
    // Whoever names another number of steps, or another return, wants to train on.
    this.reached = until !== undefined && saved.reached === until && totalSteps === saved.totalSteps;
    this.window.setState(saved.window);
    Object.assign(this.time, saved.time);
    trainee.learner.setState(saved.learner);
    trainee.actor.setState(saved.actor);
  }
}

/** What a checkpoint holds. */
export interface SavedRun {
  readonly steps: number;
  readonly iteration: number;
  readonly evaluations: number;
  readonly best: number;
  /** The return that was asked for, once it was reached. */
  readonly reached: number | null;
  readonly totalSteps: number;
  /** What `describeAlgorithm` says of its algorithm. */
  readonly identity: string;
  /** What `describeTask` says of its environment; not in older ones. */
  readonly task?: string;
  readonly window: ReturnType<EpisodeWindow["getState"]>;
  readonly time: { readonly environment: number; readonly policy: number; readonly learner: number };
  readonly learner: Snapshot;
  readonly actor: Snapshot;
  /** The policy as ONNX, so that exporting needs nothing else. */
  readonly policy: Uint8Array;
  readonly sinks: Readonly<Record<string, SinkPosition>>;
}

const episodesRestarted = (id: string, count: number) =>
  `${id} has no getState, so the ${count} episodes that were running at the checkpoint were begun anew; all else goes on exactly.`;

/** Whoever resumes chose neither copies nor states: what does not fit was most likely laid out by other code. */
function perhapsOfAnotherVersion(cause: unknown): unknown {
  if (!(cause instanceof UsageError) || cause.code !== "invalid-environment-state") return cause;
  return new UsageError({
    code: cause.code,
    message: cause.message,
    fix: "Perhaps another version of Proximal, or of the environment, saved it: resume with that one, or start a new run from its policy (warmStart: await loadRunPolicy(folder)).",
    cause,
  });
}

function withSavedState(error: RunError, location: string, steps: number, savedSteps: number | undefined): RunError {
  const saved =
    savedSteps === undefined ? "nothing was saved" : `the last checkpoint in ${location} is of step ${savedSteps}`;
  return new RunError({
    code: error.code,
    message: error.message,
    fix: `${error.fix} Training had taken ${steps} steps; ${saved}.`,
    cause: error.cause ?? error,
  });
}
