import { createActorCritic } from "../../policies/index.js";
import {
  explainedVariance,
  type Fragment,
  gatherSequences,
  generalizedAdvantages,
  normalize,
  piecesOf,
  ratioStatistics,
  requireMemory,
} from "../../rollout/index.js";
import { requireFinite, type TensorData } from "../../runtime/index.js";
import type { Snapshot } from "../../snapshot.js";
import type { Learner, Task, UpdateMetrics } from "../algorithm.js";
import { advantageMetrics, movementMetrics } from "../fragment-metrics.js";
import { varianceOfHalves } from "../half-variance.js";
import { scheduledValue } from "../schedule.js";
import type { MatrixVectorProduct } from "./conjugate-gradient.js";
import { dot } from "./dot.js";
import { createFisherProduct } from "./fisher-product.js";
import type { ResolvedTrustRegionOptions } from "./options.js";
import { type PolicyMeasures, policyMeasures } from "./policy-measures.js";
import { compilePolicyPrograms } from "./policy-programs.js";
import { createValueRegression } from "./value-regression.js";

/** All that a rule for the policy's step may look at. */
export interface PolicyProblem {
  /** θ_old: [size]; not to be written. */
  readonly parameters: Float32Array;
  /** g = ∇ E[ρA] at θ_old: [size] */
  readonly gradient: Float32Array;
  /** The figures at θ_old itself. */
  readonly before: PolicyMeasures;
  /** v ↦ (F + λI)·v */
  readonly dampedFisher: MatrixVectorProduct;
  /** The figures of another policy on the same data. */
  measure(parameters: Float32Array): Promise<PolicyMeasures>;
}

export interface PolicyStepResult {
  /** θ_new; θ_old where no step was taken. */
  readonly parameters: Float32Array;
  /** The figures at θ_new. */
  readonly after: PolicyMeasures;
  readonly metrics: UpdateMetrics;
}

type Norms = [whole: number, first: number, second: number];

export type PolicyStep = (problem: PolicyProblem) => Promise<PolicyStepResult>;

/**
 * One policy step per fragment, on the whole of it, and then the regression of the value function. What the policy's
 * step is, the caller says.
 */
export async function createTrustRegionLearner(
  task: Task,
  options: ResolvedTrustRegionOptions,
  policyStep: PolicyStep,
): Promise<Learner> {
  const { targetKl, gamma, gaeLambda, damping, subSampling } = options;
  const model = createActorCritic({ ...task, network: options.network, exploration: options.exploration });
  const initial = model.parameters.initialize(task.random.split("initialization"));
  const programs = await compilePolicyPrograms(model);
  const fisher = createFisherProduct(programs.fisher, { damping, subSampling, random: task.random.split("fisher") });
  const critic = await createValueRegression(model, initial, {
    batchSize: options.batchSize,
    epochs: options.criticUpdates,
    random: task.random.split("minibatches"),
  });
  const samples = options.nSteps * options.nEnvs;
  const advantages = new Float32Array(samples);
  const weights = new Float32Array(samples);

  /** The variance of a fragment's gradient, from its own and that of its first half. */
  async function varianceOf(
    gradient: Float32Array,
    feeds: Readonly<Record<string, TensorData>>,
  ): Promise<number | undefined> {
    const length = model.memory?.sequenceLength ?? 1;
    const count = samples / length;
    const half = count >> 1;
    if (half === 0) return undefined;
    const { gradient: first } = await programs.gradient.run({
      ...piecesOf(feeds, { length, count }, 0, half),
      parameters: critic.parameters,
    });
    // g₂ = (n·g − n₁·g₁)/n₂
    const share = half / count;
    const own = first as Float32Array;
    const second = gradient.map((g, i) => (g - share * own[i]!) / (1 - share));
    return varianceOfHalves(...([gradient, own, second].map((g) => Math.sqrt(dot(g, g))) as Norms), share);
  }

  async function update(fragment: Fragment, progress: number): Promise<UpdateMetrics> {
    requireMemory(model, fragment);
    const learningRate = scheduledValue(options.learningRate, progress);
    // A_t = Σ (γλ)^k δ_{t+k}
    generalizedAdvantages(fragment, gamma, gaeLambda, advantages);
    weights.set(advantages);
    if (options.normalizeAdvantage) normalize(weights);
    const { parameters } = critic;
    const feeds = feedsOf(fragment, weights);
    // In the order of the rows that are fed
    const advantage = feeds.advantage as Float32Array;
    const { gradient, ...figures } = await programs.gradient.run({ ...feeds, parameters });
    requireFinite("The policy's gradient", gradient as Float32Array, "before the trust-region step");
    const before = policyMeasures(figures, advantage);
    const norm = Math.sqrt(dot(gradient, gradient));
    const variance = await varianceOf(gradient as Float32Array, feeds);
    const step = await policyStep({
      parameters,
      gradient: gradient as Float32Array,
      before,
      dampedFisher: fisher.on(fragment, parameters),
      measure: async (candidate) =>
        policyMeasures(await programs.measure.run({ ...feeds, parameters: candidate }), advantage),
    });
    task.observe?.({ logRatios: step.after.logRatio, advantages: advantage });
    critic.moveTo(step.parameters);
    const valueLoss = await critic.fit(fragment, advantages, learningRate);
    const ratios = ratioStatistics(step.after.logRatio, 0);
    return {
      "losses/policy_loss": -step.after.surrogate,
      "losses/value_loss": valueLoss,
      "losses/entropy": before.entropy,
      "losses/gradient_norm": norm,
      ...(variance !== undefined && { "losses/gradient_variance": variance }),
      "losses/explained_variance": explainedVariance(fragment.values, advantages),
      ...advantageMetrics(advantages),
      ...movementMetrics({ mean: step.after.kl, max: step.after.largestKl }, step.after.logRatio),
      "ratios/first_deviation": largestDeviation(before.logRatio),
      "ratios/mean": ratios.mean,
      "ratios/min": ratios.min,
      "ratios/max": ratios.max,
      "trust_region/initial_kl": before.kl,
      "trust_region/edge_distance": targetKl - step.after.kl,
      "trust_region/surrogate_improvement": step.after.surrogate - before.surrogate,
      "charts/learning_rate": learningRate,
      ...step.metrics,
    };
  }

  return {
    model,
    get parameters() {
      return critic.parameters;
    },
    warmStart: (parameters) => critic.reset(parameters),
    update,
    getState: () => ({ critic: critic.getState(), fisher: fisher.getState() }),
    setState(state: Snapshot) {
      const saved = state as unknown as { readonly critic: Snapshot; readonly fisher: readonly number[] };
      critic.setState(saved.critic);
      fisher.setState(saved.fisher);
    },
  };
}

/** The whole fragment; of a policy with a memory, as sequences. */
function feedsOf(fragment: Fragment, advantage: Float32Array): Record<string, TensorData> {
  const columns: Record<string, TensorData> = {
    observation: fragment.observations,
    action: fragment.actions,
    behaviorLogProb: fragment.behaviorLogProbs,
    behaviorParameters: fragment.behaviorParameters,
    advantage,
    ...(fragment.masks && { mask: fragment.masks }),
  };
  if (!fragment.memory) return columns;
  const rows = advantage.length;
  const sequences = Int32Array.from({ length: rows / fragment.memory.sequenceLength }, (_, i) => i);
  return gatherSequences(fragment, columns, sequences, rows).columns;
}

function largestDeviation(logRatio: Float32Array): number {
  let largest = 0;
  for (let i = 0; i < logRatio.length; i++) largest = Math.max(largest, Math.abs(Math.exp(logRatio[i]!) - 1));
  return largest;
}
