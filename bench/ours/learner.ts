/**
 * Times gradient steps through the real learner: fragments of exactly one minibatch, so that an update of nEpochs is
 * nEpochs gradient steps and everything around them — advantages, shuffling and gathering, normalization, diagnostics.
 */
import { ppo } from "proximal/algorithms";
import { defineEnvironment, vectorize } from "proximal/environments";
import { compileActing } from "proximal/policies";
import { createRandom } from "proximal/random";
import { createActor, type Fragment } from "proximal/rollout";
import { box, discrete } from "proximal/spaces";
import { median, report, settingsFromCommandLine } from "./report.js";

export interface LearnerSettings {
  readonly input: number;
  readonly hidden: readonly number[];
  readonly actions: number;
  readonly continuous: boolean;
  readonly batch: number;
  /** Gradient steps that are timed. */
  readonly repeats: number;
}

/** PPO's usual number: what an update does once weighs as much as it does in practice. */
const epochs = 10;
const copies = 8;
/** Several, so that an update never meets the same data twice in a row. */
const fragmentCount = 8;

const { input, hidden, actions, continuous, batch, repeats } = settingsFromCommandLine<LearnerSettings>();
const random = createRandom(1);
/** Observations and rewards without any pattern, in episodes of 20 steps on average. */
const noise = defineEnvironment({
  id: "Noise-v0",
  observationSpace: box({ shape: [input], low: -10, high: 10 }),
  actionSpace: continuous ? box({ shape: [actions], low: -1, high: 1 }) : discrete(actions),
  create: (source) => {
    const observe = () => Float32Array.from({ length: input }, () => source.normal());
    return {
      reset: observe,
      step: () => ({ observation: observe(), reward: source.normal(), terminated: source.uniform(0, 1) < 0.05 }),
    };
  },
});
const learner = await ppo({
  nEnvs: copies,
  nSteps: batch / copies,
  batchSize: batch,
  nEpochs: epochs,
  entropyCoefficient: 0.01,
  network: { hidden },
}).create({
  observationSpace: noise.observationSpace,
  actionSpace: noise.actionSpace,
  masked: false,
  random: random.split("learner"),
});
const environment = vectorize(noise, copies, random.split("environment"));
environment.reset();
const actor = createActor({
  model: learner.model,
  programs: await compileActing(learner.model),
  environment,
  steps: batch / copies,
  random: random.split("actor"),
});
const fragments: Fragment[] = [];
for (let i = 0; i < fragmentCount; i++) fragments.push(structuredClone(await actor.collect(learner.parameters)));

const warmUp = Math.max(50, repeats / 10) / epochs;
const milliseconds: number[] = [];
for (let update = 0; update < warmUp + repeats / epochs; update++) {
  const fragment = fragments[update % fragmentCount] as Fragment;
  const started = performance.now();
  const metrics = await learner.update(fragment, 0);
  const elapsed = performance.now() - started;
  if (metrics["charts/gradient_steps"] !== epochs || !Number.isFinite(metrics["losses/policy_loss"])) {
    throw new Error(`An update went wrong: ${JSON.stringify(metrics)}`);
  }
  if (update >= warmUp) milliseconds.push(elapsed / epochs);
}
report({
  input,
  hidden,
  actions,
  continuous,
  batch,
  repeats,
  medianMilliseconds: median(milliseconds),
  minMilliseconds: Math.min(...milliseconds),
  meanMilliseconds: milliseconds.reduce((sum, value) => sum + value, 0) / milliseconds.length,
});
