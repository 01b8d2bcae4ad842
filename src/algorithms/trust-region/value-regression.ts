import type { ActorCritic } from "../../policies/index.js";
import type { Random, RandomState } from "../../random/index.js";
import { createMinibatches, type Fragment } from "../../rollout/index.js";
import type { Snapshot } from "../../snapshot.js";
import { input } from "../../tensor/index.js";
import { GradientStep } from "../gradient-step.js";
import { valueLoss } from "../objectives/index.js";

export interface ValueRegressionOptions {
  readonly batchSize: number;
  /** Passes over the fragment. */
  readonly epochs: number;
  readonly random: Random;
}

/**
 * Fits V to the returns by Adam on minibatches, and holds the parameter vector that the policy shares. Parameters that
 * the policy depends on never move here, bit for bit: of a shared trunk only what lies above it is fitted, and the trunk
 * follows the policy alone.
 */
export async function createValueRegression(
  model: ActorCritic,
  initial: Float32Array,
  { batchSize, epochs, random }: ValueRegressionOptions,
) {
  const { parameters, head } = model;
  const loss = valueLoss(parameters.apartFrom(model.value, [head.distribution.parameters]), input("return", ["batch"]));
  const step = await GradientStep.create({ parameters, loss, diagnostics: { valueLoss: loss } }, initial);
  let minibatches: ReturnType<typeof createMinibatches> | undefined;
  let restoredOrder: Int32Array | undefined;
  return {
    step,
    /** Returns the mean squared error over all minibatches, each before its step. */
    async fit(fragment: Fragment, advantages: Float32Array, learningRate: number): Promise<number> {
      if (!minibatches) {
        minibatches = createMinibatches(fragment, batchSize, random);
        if (restoredOrder) minibatches.setState({ order: restoredOrder });
      }
      let total = 0;
      for (let epoch = 0; epoch < epochs; epoch++) {
        minibatches.shuffle();
        for (let index = 0; index < minibatches.count; index++) {
          const { mask: _, ...columns } = minibatches.take(index, fragment, advantages);
          const proposal = await step.propose(columns, learningRate, Number.POSITIVE_INFINITY);
          total += proposal.result.valueLoss[0]!;
          await proposal.accept();
        }
      }
      return total / (epochs * minibatches.count);
    },
    getState: (): Snapshot => ({
      step: step.getState(),
      random: random.getState(),
      order: minibatches?.getState().order ?? restoredOrder ?? null,
    }),
    setState(state: Snapshot): void {
      const saved = state as unknown as SavedState;
      step.setState(saved.step);
      random.setState(saved.random);
      restoredOrder = saved.order ?? undefined;
      minibatches = undefined;
    },
  };
}

interface SavedState {
  readonly step: Snapshot;
  readonly random: RandomState;
  readonly order: Int32Array | null;
}
