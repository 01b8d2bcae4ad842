import type { Optimizer } from "../nn/index.js";
import { createActorCritic } from "../policies/index.js";
import {
  createMinibatches,
  explainedVariance,
  type Fragment,
  generalizedAdvantages,
  type Minibatch,
  normalize,
  piecesOf,
  type RatioStatistics,
  ratioStatistics,
  requireMemory,
} from "../rollout/index.js";
import { requireFinite, type TensorData } from "../runtime/index.js";
import type { Snapshot } from "../snapshot.js";
import { sizeOf } from "../spaces/index.js";
import type { Tensor } from "../tensor/index.js";
import type { Algorithm, Learner, Task, UpdateMetrics } from "./algorithm.js";
import { advantageMetrics, type Divergence, divergenceOf, movementMetrics } from "./fragment-metrics.js";
import { type Feeds, GradientStep, type StepResult } from "./gradient-step.js";
import { varianceOfHalves } from "./half-variance.js";
import { compileMeasurement } from "./measurement.js";
import { MetricsAverage } from "./metrics-average.js";
import { requireMirror } from "./require-mirror.js";
import { scheduledValue } from "./schedule.js";
import { requireSequences } from "./sequences.js";
import type { AdvantageOptions, LearnerOptions, PassOptions } from "./shared-options.js";
import { createSymbols, type Symbols } from "./symbols.js";

/** The gradient's variance is measured in updates that take step 0, 64, 128, …: seldom enough to cost next to nothing. */
const VARIANCE_PERIOD = 64;
/** More would save nothing, and a page is busy while a run goes on. */
const MOST_STEPS_IN_ONE_RUN = 64;
/** Numbers in the observations of all of a run's batches: those of images would need much memory. */
const MOST_FED = 2 ** 20;

/** What every first-order algorithm's options hold. */
export type FirstOrderOptions = Required<LearnerOptions & AdvantageOptions> & {
  /** Whether samples' mirror images are learned from, too; default false. */
  readonly mirrored?: boolean;
};

/** A step that was computed, but not taken. */
export interface ProposedStep<Metric extends string> {
  readonly ratios: RatioStatistics;
  readonly result: StepResult<Metric | "logRatio">;
}

/** Before a pass over the fragment: what may be estimated anew. */
export interface Pass {
  readonly fragment: Fragment;
  /** log π/μ of every sample under the current parameters: [steps, environments]. */
  readonly logRatios: () => Promise<Float32Array>;
  /** To be written: [steps, environments]. */
  readonly advantages: Float32Array;
  readonly targets: Float32Array;
}

/** What an algorithm is, apart from what all have in common. */
export interface Method<Metric extends string = string> {
  /** A scalar to be minimized. */
  readonly loss: Tensor;
  /** Scalars measured beside it. Those whose names hold a slash are reported, averaged over an update's minibatches. */
  readonly metrics: Readonly<Record<Metric, Tensor>>;
  /** Default: Adam. */
  readonly optimizer?: Optimizer;
  /** The learning rate depends on what a step measures. */
  readonly separate?: boolean;
  /** Numbers that outlive an update, such as a multiplier; kept in the checkpoint. */
  readonly memory?: Record<string, number>;
  /** Scalar inputs of the loss in one update, by name. */
  scalars?(progress: number): Readonly<Record<string, number>>;
  /** Default: the option's schedule. */
  learningRate?(): number;
  /** Before each pass; default: generalized advantages, once. */
  estimate?(pass: Pass): Promise<void>;
  /** Before each step; "stop" ends the update without it. Steps are then taken in runs of their own. */
  beforeStep?(step: ProposedStep<Metric>): "stop" | undefined;
  /** After the last step, with the exact divergence of the new policy from the old; its measurements are reported. */
  afterUpdate?(divergence: Divergence): UpdateMetrics;
}

/** An algorithm made of resolved options, the number and size of its passes over a fragment, and a method. */
export function firstOrderAlgorithm<Metric extends string>(
  name: string,
  options: FirstOrderOptions,
  passes: Required<PassOptions>,
  method: (symbols: Symbols) => Method<Metric>,
): Algorithm<Learner> {
  requireSequences(name, options, passes.batchSize);
  return {
    name,
    options: options as unknown as Readonly<Record<string, unknown>>,
    collection: options,
    create: (task) => createFirstOrderLearner(task, options, passes, method),
  };
}

/**
 * The loop that first-order algorithms share: estimate advantages, pass over the fragment in shuffled minibatches, take
 * a gradient step for each, and measure how far the policy has moved.
 */
async function createFirstOrderLearner<Metric extends string>(
  task: Task,
  options: FirstOrderOptions,
  { batchSize, nEpochs }: Required<PassOptions>,
  createMethod: (symbols: Symbols) => Method<Metric>,
): Promise<Learner> {
  const model = createActorCritic({ ...task, network: options.network, exploration: options.exploration });
  const initial = model.parameters.initialize(task.random.split("initialization"));
  const symbols = createSymbols(model);
  const method = createMethod(symbols);
  const { logRatio, divergence } = symbols;
  const { loss, metrics, memory = {}, optimizer, separate = false } = method;
  const reported = (Object.keys(metrics) as Metric[]).filter((name) => name.includes("/"));
  const step = await GradientStep.create<Metric | "logRatio">(
    {
      parameters: model.parameters,
      loss,
      diagnostics: { ...metrics, logRatio } as Record<Metric | "logRatio", Tensor>,
      separate,
      ...(optimizer && { optimizer }),
    },
    initial,
  );
  const measure = await compileMeasurement(model, { divergence, logRatio });
  const mirror = options.mirrored ? requireMirror(task, model) : undefined;
  const random = task.random.split("minibatches");
  const samples = options.nSteps * options.nEnvs;
  const advantages = new Float32Array(samples);
  const targets = new Float32Array(samples);
  const maxGradNorm = options.maxGradNorm ?? Number.POSITIVE_INFINITY;
  // What a minibatch is drawn in: sequences, or single rows
  const length = model.memory?.sequenceLength ?? 1;
  const size = batchSize ?? samples;
  const pieces = size / length;
  const stepsPerUpdate = (nEpochs * samples) / size;
  // Steps that nothing has to be decided between are taken in one run.
  const series =
    separate || method.beforeStep || model.memory
      ? 1
      : largestDivisor(
          samples / size,
          Math.min(MOST_STEPS_IN_ONE_RUN, MOST_FED / (size * sizeOf(task.observationSpace))),
        );
  // With the samples' mirror images, which follow them
  const rows = mirror ? 2 * size : size;
  const rowsOf = (column: Float32Array, k: number) =>
    series === 1 ? column : column.subarray(k * rows, (k + 1) * rows);
  let minibatches: ReturnType<typeof createMinibatches> | undefined;
  let restoredOrder: Int32Array | undefined;

  /** Norms of the gradients of a minibatch's two halves. */
  async function halfNorms(columns: Feeds, scalars: Feeds, learningRate: number): Promise<[number, number]> {
    const normOf = async (from: number, to: number) => {
      const half = piecesOf(columns, { length, count: series * pieces }, from, to);
      const { result } = await step.propose({ ...half, ...scalars }, learningRate, maxGradNorm);
      return result.gradientNorm[0]!;
    };
    return [await normOf(0, pieces >> 1), await normOf(pieces >> 1, pieces)];
  }

  async function update(fragment: Fragment, progress: number): Promise<UpdateMetrics> {
    const learningRate = () => method.learningRate?.() ?? scheduledValue(options.learningRate, progress);
    requireMemory(model, fragment);
    if (!minibatches) {
      minibatches = createMinibatches(fragment, series * size, random, mirror && { mirror, every: size });
      if (restoredOrder) minibatches.setState({ order: restoredOrder });
    }
    const values = method.scalars?.(progress) ?? {};
    const scalars = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Float32Array.of(value)]));
    const { clipRange } = values;
    // A_t = Σ (γλ)^k δ_{t+k}
    generalizedAdvantages(fragment, options.gamma, options.gaeLambda, advantages);
    for (let i = 0; i < samples; i++) targets[i] = advantages[i]! + fragment.values[i]!;
    const average = new MetricsAverage();
    let firstRatioDeviation = Number.NaN;
    let gradientSteps = 0;
    let variance: number | undefined;
    let stopped = false;
    for (let epoch = 0; epoch < nEpochs && !stopped; epoch++) {
      const logRatios = async () => (await measure(fragment, step.parameters)).logRatio;
      await method.estimate?.({ fragment, logRatios, advantages, targets });
      minibatches.shuffle();
      for (let index = 0; index < minibatches.count; index++) {
        const batch = minibatches.take(index, fragment, advantages, targets);
        if (options.normalizeAdvantage) for (let k = 0; k < series; k++) normalize(rowsOf(batch.advantage, k));
        const columns = feedsOf(batch);
        const feeds = { ...columns, ...scalars };
        const measured =
          gradientSteps === 0 && pieces > 1 && !mirror && step.stepsTaken % VARIANCE_PERIOD < stepsPerUpdate;
        const halves = measured ? await halfNorms(columns, scalars, learningRate()) : undefined;
        const { result, accept } =
          series > 1
            ? await step.proposeSeries(feeds, { count: series, size: rows }, learningRate(), maxGradNorm)
            : await step.propose(feeds, learningRate(), maxGradNorm);
        if (halves) variance = varianceOfHalves(result.gradientNorm[0]!, ...halves, (pieces >> 1) / pieces);
        for (let k = 0; k < series; k++) {
          const logRatios = rowsOf(result.logRatio as Float32Array, k).subarray(0, size);
          const ratios = ratioStatistics(logRatios, clipRange ?? Number.NaN);
          if (gradientSteps === 0 && k === 0) firstRatioDeviation = Math.max(ratios.max - 1, 1 - ratios.min);
          average.add({
            ...Object.fromEntries(reported.map((name) => [name, result[name][k]!])),
            "losses/approx_kl": ratios.approximateKl,
            "losses/old_approx_kl": ratios.plainKl,
            ...(clipRange !== undefined && { "losses/clipfrac": ratios.clipFraction }),
            "losses/gradient_norm": result.gradientNorm[k]!,
            "ratios/mean": ratios.mean,
            "ratios/min": ratios.min,
            "ratios/max": ratios.max,
          });
          const advantages = rowsOf(batch.advantage, k).subarray(0, size);
          task.observe?.({ logRatios, advantages, ...(clipRange !== undefined && { clipRange }) });
          // only where steps are taken one by one
          if (method.beforeStep?.({ ratios, result }) === "stop") stopped = true;
        }
        if (stopped) break;
        await accept(learningRate());
        gradientSteps += series;
      }
    }
    const used = learningRate();
    const after = await measure(fragment, step.parameters);
    const moved = divergenceOf(after.divergence);
    requireFinite("The divergence", Float32Array.of(moved.mean), `after optimizer step ${step.stepsTaken}`);
    return {
      ...average.get(),
      "losses/explained_variance": explainedVariance(fragment.values, advantages),
      ...advantageMetrics(advantages),
      ...movementMetrics(moved, after.logRatio),
      ...(variance !== undefined && { "losses/gradient_variance": variance }),
      "ratios/first_deviation": firstRatioDeviation,
      "charts/learning_rate": used,
      ...(clipRange !== undefined && { "charts/clip_range": clipRange }),
      "charts/gradient_steps": gradientSteps,
      ...method.afterUpdate?.(moved),
    };
  }

  return {
    model,
    get parameters() {
      return step.parameters;
    },
    warmStart: (parameters) => step.reset(parameters),
    update,
    getState: () => ({
      step: step.getState(),
      random: random.getState(),
      order: minibatches?.getState().order ?? restoredOrder ?? null,
      memory: { ...memory },
    }),
    setState(state: Snapshot) {
      const saved = state as unknown as SavedState;
      step.setState(saved.step);
      random.setState(saved.random);
      restoredOrder = saved.order ?? undefined;
      minibatches = undefined;
      Object.assign(memory, saved.memory);
    },
  };
}

function largestDivisor(count: number, most: number): number {
  for (let divisor = Math.floor(Math.min(count, most)); divisor > 1; divisor--)
    if (count % divisor === 0) return divisor;
  return 1;
}

interface SavedState {
  readonly step: Snapshot;
  readonly random: readonly number[];
  readonly order: Int32Array | null;
  readonly memory: Readonly<Record<string, number>>;
}

function feedsOf({ mask, ...columns }: Minibatch): Record<string, TensorData> {
  return mask ? { ...columns, mask } : columns;
}
