import { adam } from "../../nn/index.js";
import type { ReplayBatch } from "../../rollout/index.js";
import { compile, requireFinite, type TensorData } from "../../runtime/index.js";
import type { Snapshot } from "../../snapshot.js";
import {
  type SacGraphOptions,
  type SacMeasure,
  type SacNext,
  sacGradientGraph,
  sacMeasures,
} from "./gradient-graph.js";
import type { SacModel } from "./model.js";
import { initialState, restoreState, type SacState, saveState, stateFeeds, stateTargets } from "./state.js";

/** Noise to sample actions with, in the observations of a batch and in those that follow; each [batch, noiseSize]. */
export interface SacNoise {
  readonly noise: Float32Array;
  readonly nextNoise: Float32Array;
}

/** Gradient steps of Soft Actor-Critic, each one run of one graph. */
export interface SacGradientStep {
  /** The state as it stands; overwritten by the step after the next. */
  readonly state: SacState;
  readonly stepsTaken: number;
  /** Takes a step. The measures, each one number, are overwritten by the next. Throws a RunError if one is not finite. */
  take(batch: ReplayBatch, noise: SacNoise, learningRate: number): Promise<Readonly<Record<SacMeasure, Float32Array>>>;
  /** Starts afresh from other parameters. */
  reset(values: Float32Array): void;
  getState(): Snapshot;
  setState(state: Snapshot): void;
}

/** `alpha`: log α, or α where it is fixed. */
export async function createSacGradientStep(
  model: SacModel,
  options: SacGraphOptions,
  values: Float32Array,
  alpha: number,
): Promise<SacGradientStep> {
  const program = await compile<SacMeasure | SacNext>({ outputs: sacGradientGraph(model, options) });
  const automatic = options.targetEntropy !== undefined;
  const { corrections } = adam();
  const measures = Object.fromEntries(sacMeasures.map((name) => [name, new Float32Array(1)])) as Record<
    SacMeasure,
    Float32Array
  >;
  const scalars = { learningRate: new Float32Array(1), first: new Float32Array(1), second: new Float32Array(1) };
  const shared: Record<string, Float32Array> = { learningRate: scalars.learningRate };
  for (const part of ["actor", "critics", "alpha"]) {
    shared[`${part}/firstCorrection`] = scalars.first;
    shared[`${part}/secondCorrection`] = scalars.second;
  }
  /** What is fed and written does not change with the step, only which of two states is which. */
  const slotOf = (state: SacState) => {
    const {
      "alpha/nextParameters": p,
      "alpha/nextFirstMoment": m,
      "alpha/nextSecondMoment": v,
      ...rest
    } = stateTargets(state);
    const moving = automatic ? stateTargets(state) : rest;
    return { state, feeds: { ...shared, ...stateFeeds(state) }, into: { ...measures, ...moving } };
  };
  const fresh = (parameters: Float32Array) => slotOf(initialState(model, parameters, alpha));
  let current = fresh(values);
  let spare = fresh(values);
  let steps = 0;

  return {
    get state() {
      return current.state;
    },
    get stepsTaken() {
      return steps;
    },
    async take(batch, { noise, nextNoise }, learningRate) {
      const { first, second } = corrections(steps + 1);
      scalars.learningRate[0] = learningRate;
      scalars.first[0] = first;
      scalars.second[0] = second;
      const feeds: Record<string, TensorData> = { ...current.feeds, ...batch, noise, nextNoise } as never;
      await program.run(feeds, spare.into);
      for (const name of sacMeasures) {
        if (!Number.isFinite(measures[name][0])) requireFinite(name, measures[name], `at gradient step ${steps + 1}`);
      }
      [current, spare] = [spare, current];
      steps++;
      return measures;
    },
    reset(parameters) {
      current = fresh(parameters);
      spare = fresh(parameters);
      steps = 0;
    },
    getState: () => ({ state: saveState(current.state), steps }),
    setState(state) {
      const saved = state as unknown as { readonly state: Snapshot; readonly steps: number };
      restoreState(current.state, saved.state);
      restoreState(spare.state, saved.state);
      steps = saved.steps;
    },
  };
}
