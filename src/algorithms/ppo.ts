import { createActorCritic } from "../policies/index.js";
import {
  createMinibatches,
  explainedVariance,
  type Fragment,
  generalizedAdvantages,
  type Minibatch,
  normalize,
  ratioStatistics,
} from "../rollout/index.js";
import type { TensorData } from "../runtime/index.js";
import type { Snapshot } from "../snapshot.js";
import { add, exp, input, mean, mul, neg, sub } from "../tensor/index.js";
import type { Algorithm, Learner, Task, UpdateMetrics } from "./algorithm.js";
import { GradientStep, type GradientStepOptions } from "./gradient-step.js";
import { adaptLearningRate } from "./kl-adaptive-learning-rate.js";
import { MetricsAverage } from "./metrics-average.js";
import { clippedSurrogate, clippedValueLoss, valueLoss } from "./objectives/index.js";
import { type PpoOptions, type ResolvedPpoOptions, resolvePpoOptions } from "./ppo-options.js";
import { scheduledValue } from "./schedule.js";

/**
 * Proximal policy optimization with the clipped surrogate (Schulman et al. 2017). Throws a UsageError that names the
 * key, its value and what is expected for options that cannot be.
 */
export function ppo(options: PpoOptions = {}): Algorithm {
  const resolved = resolvePpoOptions(options);
  return {
    name: "ppo",
    options: resolved as Readonly<Record<string, unknown>>,
    collection: resolved,
    create: (task) => createPpoLearner(task, resolved),
  };
}

async function createPpoLearner(task: Task, options: ResolvedPpoOptions): Promise<Learner> {
  const model = createActorCritic({ ...task, network: options.network, exploration: options.exploration });
  const initial = model.parameters.initialize(task.random.split("initialization"));
  const step = await GradientStep.create({ ...ppoLoss(model, options), separate: options.desiredKl !== null }, initial);
  const random = task.random.split("minibatches");
  const samples = options.nSteps * options.nEnvs;
  const advantages = new Float32Array(samples);
  let minibatches: ReturnType<typeof createMinibatches> | undefined;
  let restoredOrder: Int32Array | undefined;
  let adaptiveLearningRate = scheduledValue(options.learningRate, 0);

  async function update(fragment: Fragment, progress: number): Promise<UpdateMetrics> {
    const clipRange = scheduledValue(options.clipRange, progress);
    let learningRate =
      options.desiredKl === null ? scheduledValue(options.learningRate, progress) : adaptiveLearningRate;
    if (!minibatches) {
      minibatches = createMinibatches(fragment, options.batchSize, random);
      if (restoredOrder) minibatches.setState({ order: restoredOrder });
    }
    const scalars = {
      clipRange: Float32Array.of(clipRange),
      ...(options.clipRangeValue !== null && {
        clipRangeValue: Float32Array.of(scheduledValue(options.clipRangeValue, progress)),
      }),
    };
    // A_t = Σ (γλ)^k δ_{t+k}
    generalizedAdvantages(fragment, options.gamma, options.gaeLambda, advantages);
    const average = new MetricsAverage();
    let firstRatioDeviation = Number.NaN;
    let gradientSteps = 0;
    let stopped = false;
    for (let epoch = 0; epoch < options.nEpochs && !stopped; epoch++) {
      minibatches.shuffle();
      for (let index = 0; index < minibatches.count; index++) {
        const batch = minibatches.take(index, fragment, advantages);
        if (options.normalizeAdvantage) normalize(batch.advantage);
        const { result, accept } = await step.propose(
          { ...feedsOf(batch), ...scalars },
          learningRate,
          options.maxGradNorm,
        );
        const ratios = ratioStatistics(result.logRatio as Float32Array, clipRange);
        if (gradientSteps === 0) firstRatioDeviation = Math.max(ratios.max - 1, 1 - ratios.min);
        average.add({
          "losses/policy_loss": result.policyLoss[0]!,
          "losses/value_loss": result.valueLoss[0]!,
          "losses/entropy": result.entropy[0]!,
          "losses/approx_kl": ratios.approximateKl,
          "losses/old_approx_kl": ratios.plainKl,
          "losses/clipfrac": ratios.clipFraction,
          "losses/gradient_norm": result.gradientNorm[0]!,
          "ratios/mean": ratios.mean,
          "ratios/min": ratios.min,
          "ratios/max": ratios.max,
        });
        if (options.targetKl !== null && ratios.approximateKl > 1.5 * options.targetKl) {
          stopped = true;
          break;
        }
        if (options.desiredKl !== null) {
          learningRate = adaptLearningRate(learningRate, result.kl[0]!, options.desiredKl);
        }
        await accept(learningRate);
        gradientSteps++;
      }
    }
    adaptiveLearningRate = learningRate;
    return {
      ...average.get(),
      "losses/explained_variance": explainedVariance(fragment.values, advantages),
      "ratios/first_deviation": firstRatioDeviation,
      "charts/learning_rate": learningRate,
      "charts/clip_range": clipRange,
      "charts/gradient_steps": gradientSteps,
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
      learningRate: adaptiveLearningRate,
    }),
    setState(state: Snapshot) {
      const saved = state as unknown as SavedState;
      step.setState(saved.step);
      random.setState(saved.random);
      restoredOrder = saved.order ?? undefined;
      minibatches = undefined;
      adaptiveLearningRate = saved.learningRate;
    },
  };
}

interface SavedState {
  readonly step: Snapshot;
  readonly random: readonly number[];
  readonly order: Int32Array | null;
  readonly learningRate: number;
}

type PpoDiagnostic = "policyLoss" | "valueLoss" | "entropy" | "logRatio" | "kl";

/** L = −L^CLIP + c₁·L^VF − c₂·S (Schulman et al. 2017, eq. 9, as a loss). */
function ppoLoss(
  model: ReturnType<typeof createActorCritic>,
  options: ResolvedPpoOptions,
): GradientStepOptions<PpoDiagnostic> {
  const { head, family, value, parameters } = model;
  const { distribution } = head;
  const action = input("action", family.actionShape, family.actionType);
  const advantage = input("advantage", ["batch"]);
  const target = input("return", ["batch"]);
  // ρ = π(a|s) / μ(a|s)
  const logRatio = sub(distribution.logProb(action), input("behaviorLogProb", ["batch"]));
  const policyLoss = neg(clippedSurrogate(exp(logRatio), advantage, input("clipRange", []), options.pessimistic));
  const criticLoss =
    options.clipRangeValue === null
      ? valueLoss(value, target)
      : clippedValueLoss(value, target, input("behaviorValue", ["batch"]), input("clipRangeValue", []));
  const entropy = mean(distribution.entropy());
  const policyTerm =
    options.entropyCoefficient === 0 ? policyLoss : sub(policyLoss, mul(entropy, options.entropyCoefficient));
  const loss = add(policyTerm, mul(criticLoss, options.valueCoefficient));
  const diagnostics = { policyLoss, valueLoss: criticLoss, entropy, logRatio };
  const behavior = family.fromParameters(input("behaviorParameters", ["batch", family.parameterSize]));
  // The exact divergence costs a tenth of the step, so it is left out where nothing asks for it.
  const kl = options.desiredKl === null ? undefined : mean(behavior.klDivergence(distribution));
  return {
    parameters,
    loss,
    diagnostics: kl ? { ...diagnostics, kl } : diagnostics,
  } as GradientStepOptions<PpoDiagnostic>;
}

function feedsOf({ mask, ...columns }: Minibatch): Record<string, TensorData> {
  return mask ? { ...columns, mask } : columns;
}
