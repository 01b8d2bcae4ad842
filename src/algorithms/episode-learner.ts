import { createActorCritic } from "../policies/index.js";
import { type Actor, createEpisodeBatch, type Episodes, type Fragment } from "../rollout/index.js";
import { requireFinite } from "../runtime/index.js";
import type { Snapshot } from "../snapshot.js";
import { add, div, input, mul, neg, square, sub, sum, type Tensor } from "../tensor/index.js";
import type { Learner, Task, UpdateMetrics } from "./algorithm.js";
import { compileEpisodeMeasurement, episodeFeeds, type SegmentStates } from "./episode-programs.js";
import { advantageMetrics, divergenceOf, movementMetrics } from "./fragment-metrics.js";
import { GradientStep } from "./gradient-step.js";
import { scheduledValue } from "./schedule.js";
import type { LearnerOptions } from "./shared-options.js";
import { createSymbols, type Symbols } from "./symbols.js";

export interface EpisodeOptions extends LearnerOptions {
  /** Whole episodes that each environment contributes to a batch; default 1. */
  readonly episodesPerEnv?: number;
  /** Subtract the value function; default true. */
  readonly baseline?: boolean;
}

/** The current policy's view of a batch; each [rows]. */
export interface CurrentView {
  /** log π/μ */
  readonly logRatios: Float32Array;
  /** V(s) */
  readonly values: Float32Array;
}

/** What an update is to do with a batch of whole episodes. */
export interface Weighing {
  /** Factor of each ∇log π(a_t|s_t): [rows]. */
  readonly weights: Float32Array;
  /** What V(s) should be: [rows]. */
  readonly targets: Float32Array;
  readonly metrics: UpdateMetrics;
}

/** Where a learner's experience comes from. */
export interface EpisodeSource {
  /** Called with true when a new batch begins. */
  collect(actor: Pick<Actor, "collect" | "restart">, parameters: Float32Array, begins: boolean): Promise<Fragment>;
  /** The episodes of a batch, once there are enough. */
  add(fragment: Fragment): Episodes | undefined;
  /** Begins the batch anew. */
  clear(): void;
  /** After an update to new parameters. */
  updated?(parameters: Float32Array): void;
  /** When training starts from other parameters. */
  warmStarted?(parameters: Float32Array): void;
  getState(): Snapshot;
  setState(state: Snapshot): void;
}

/** Acts by the current policy; new episodes begin with each batch, so that no episode spans an update. */
export function onPolicySource(episodesPerEnv: number): EpisodeSource {
  const batch = createEpisodeBatch(episodesPerEnv);
  return {
    collect(actor, parameters, begins) {
      if (begins) actor.restart();
      return actor.collect(parameters);
    },
    add: batch.add,
    clear: batch.clear,
    getState: batch.getState,
    setState: batch.setState,
  };
}

/**
 * The loop that trajectory-based algorithms share: gather a batch of whole episodes, weigh every step of it, and take one
 * gradient step. Iterations in which the batch is not complete yet only collect, and report `charts/gradient_steps` 0.
 */
export async function createEpisodeLearner(
  task: Task,
  options: Required<EpisodeOptions>,
  createSource: (symbols: Symbols, initial: Float32Array) => EpisodeSource,
  weigh: (episodes: Episodes, view: CurrentView) => Weighing,
): Promise<Learner> {
  const model = createActorCritic({ ...task, network: options.network, exploration: options.exploration });
  const initial = model.parameters.initialize(task.random.split("initialization"));
  const symbols = createSymbols(model);
  const { divergence, logRatio, value } = symbols;
  const step = await GradientStep.create({ parameters: model.parameters, ...episodeLoss(symbols, options) }, initial);
  const measure = await compileEpisodeMeasurement(model, { divergence, logRatio, value });
  const source = createSource(symbols, initial);
  const maxGradNorm = options.maxGradNorm ?? Number.POSITIVE_INFINITY;
  let begins = true;

  /** The gradient of N episodes, and its variance: that of the two halves' difference, since they are independent. */
  async function gradientOf(episodes: Episodes, { weights, targets }: Weighing, memory: SegmentStates | undefined) {
    const half = Math.floor(episodes.count / 2);
    const bounds = half === 0 ? [0, episodes.count] : [0, half, episodes.count];
    const total = new Float32Array(step.parameters.length);
    const difference = new Float32Array(total.length);
    const losses = { policy: 0, value: 0, entropy: 0 };
    for (let part = 0; part + 1 < bounds.length; part++) {
      const [from, to] = [bounds[part]!, bounds[part + 1]!];
      const result = await step.gradient({
        ...episodeFeeds(episodes, from, to, { advantage: weights, return: targets }, memory),
        episodes: Float32Array.of(episodes.count),
        rows: Float32Array.of(weights.length),
      });
      const gradient = result.gradient as Float32Array;
      for (let i = 0; i < total.length; i++) {
        total[i]! += gradient[i]!;
        difference[i]! += part === 0 ? gradient[i]! : -gradient[i]!;
      }
      losses.policy += result.policyLoss[0]!;
      losses.value += result.valueLoss[0]!;
      losses.entropy += result.entropy[0]!;
    }
    const variance = half === 0 ? undefined : difference.reduce((squares, d) => squares + d * d, 0);
    return { gradient: total, variance, losses };
  }

  async function update(fragment: Fragment, progress: number): Promise<UpdateMetrics> {
    const episodes = source.add(fragment);
    begins = episodes !== undefined;
    if (!episodes) return { "charts/gradient_steps": 0 };
    const learningRate = scheduledValue(options.learningRate, progress);
    const { figures: before, memory } = await measure(episodes, step.parameters);
    requireFinite("A log-ratio of the batch", before.logRatio, `at optimizer step ${step.stepsTaken + 1}`);
    const distance = divergenceOf(before.divergence).mean;
    const deviation = before.logRatio.reduce((most, l) => Math.max(most, Math.abs(Math.exp(l) - 1)), 0);
    const weighing = weigh(episodes, { logRatios: before.logRatio, values: before.value });
    task.observe?.({ logRatios: before.logRatio, advantages: weighing.weights });
    const { gradient, variance, losses } = await gradientOf(episodes, weighing, memory);
    const norm = await step.apply(gradient, learningRate, maxGradNorm);
    source.updated?.(step.parameters);
    const { figures: after } = await measure(episodes, step.parameters);
    return {
      "losses/policy_loss": losses.policy,
      ...(options.baseline && { "losses/value_loss": losses.value }),
      "losses/entropy": losses.entropy,
      "losses/gradient_norm": norm,
      ...(variance !== undefined && { "losses/gradient_variance": variance }),
      ...advantageMetrics(weighing.weights),
      ...movementMetrics(divergenceOf(after.divergence), after.logRatio),
      "losses/initial_kl": distance,
      "ratios/first_deviation": deviation,
      "charts/batch_episodes": episodes.count,
      "charts/batch_steps": weighing.weights.length,
      "charts/learning_rate": learningRate,
      "charts/gradient_steps": 1,
      ...weighing.metrics,
    };
  }

  return {
    model,
    get parameters() {
      return step.parameters;
    },
    warmStart(parameters) {
      step.reset(parameters);
      source.warmStarted?.(step.parameters);
    },
    episodesLost() {
      source.clear();
      begins = true;
    },
    collect: (actor) => source.collect(actor, step.parameters, begins),
    update,
    getState: () => ({ step: step.getState(), source: source.getState(), begins }),
    setState(state: Snapshot) {
      const saved = state as unknown as { step: Snapshot; source: Snapshot; begins: boolean };
      step.setState(saved.step);
      source.setState(saved.source);
      begins = saved.begins;
    },
  };
}

/**
 * −1/N Σ_i Σ_t w_t·log π(a_t|s_t), and the value's mean squared error; N and the rows are those of the whole batch. A
 * memory's segments may hold rows that only stand in: they do not count.
 */
function episodeLoss(symbols: Symbols, { baseline, entropyCoefficient, valueCoefficient }: Required<EpisodeOptions>) {
  const { logProb, advantage: weight, value, target, distribution } = symbols;
  const [episodes, rows] = [input("episodes", []), input("rows", [])];
  const policyLoss = neg(div(sum(mul(weight, logProb)), episodes));
  const included = symbols.model.memory && input("included", ["batch"]);
  const total = (figure: Tensor) => sum(included ? mul(included, figure) : figure);
  const valueLoss = div(total(square(sub(value, target))), rows);
  const entropy = div(total(distribution.entropy()), rows);
  const terms: Tensor[] = [policyLoss];
  if (entropyCoefficient !== 0) terms.push(mul(entropy, -entropyCoefficient));
  if (baseline) terms.push(mul(valueLoss, valueCoefficient));
  return { loss: terms.reduce(add), diagnostics: { policyLoss, valueLoss, entropy } };
}
