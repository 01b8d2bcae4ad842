import type { Parameters } from "../../nn/index.js";
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
  const { head } = model;
  const apart = model.parameters.apartFrom(model.value, [head.distribution.parameters]);
  const loss = valueLoss(apart, input("return", ["batch"]));
  // What the value does not depend on, most of all the policy, need not go through the optimizer.
  const own = model.parameters.neededFor([loss]);
  const all = initial.slice();
  const some = new Float32Array(own.size);
  const gathered = () => copyByName(model.parameters, all, own, some);
  const step = await GradientStep.create({ parameters: own, loss, diagnostics: { valueLoss: loss } }, gathered());
  let minibatches: ReturnType<typeof createMinibatches> | undefined;
  let restoredOrder: Int32Array | undefined;
  return {
    /** All parameters, the policy's included: [size]. Overwritten by `fit` and `moveTo`. */
    parameters: all,
    /** Another rule has moved the parameters. */
    moveTo(values: Float32Array): void {
      all.set(values);
      step.moveTo(gathered());
    },
    /** Starts afresh from other parameters. */
    reset(values: Float32Array): void {
      all.set(values);
      step.reset(gathered());
    },
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
      copyByName(own, step.parameters, model.parameters, all);
      return total / (epochs * minibatches.count);
    },
    getState: (): Snapshot => ({
      parameters: all.slice(),
      step: step.getState(),
      random: random.getState(),
      order: minibatches?.getState().order ?? restoredOrder ?? null,
    }),
    setState(state: Snapshot): void {
      const saved = state as unknown as SavedState;
      step.setState(saved.step);
      all.set(saved.parameters);
      random.setState(saved.random);
      restoredOrder = saved.order ?? undefined;
      minibatches = undefined;
    },
  };
}

/** Copies parameters from one layout to another wherever both have them. */
function copyByName(from: Parameters, source: Float32Array, to: Parameters, target: Float32Array): Float32Array {
  const places = new Map(to.layout.map(({ name, offset }) => [name, offset]));
  for (const { name, offset, size } of from.layout) {
    const place = places.get(name);
    if (place !== undefined) target.set(source.subarray(offset, offset + size), place);
  }
  return target;
}

interface SavedState {
  readonly parameters: Float32Array;
  readonly step: Snapshot;
  readonly random: RandomState;
  readonly order: Int32Array | null;
}
