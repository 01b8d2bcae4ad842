/** Collects fragments with the default policy: acting, stepping, and the values and log-probabilities that learning needs. */
import { ppo } from "proximal/algorithms";
import { findEnvironment, vectorize } from "proximal/environments";
import { compileActing } from "proximal/policies";
import { createRandom } from "proximal/random";
import { createActor } from "proximal/rollout";
import { median, report, settingsFromCommandLine } from "./report.js";

export interface RolloutSettings {
  readonly environment: string;
  readonly copies: number;
  /** Steps per copy and fragment. */
  readonly steps: number;
  /** Timed fragments. */
  readonly repeats: number;
}

const { environment: id, copies, steps, repeats } = settingsFromCommandLine<RolloutSettings>();
const definition = findEnvironment(id);
const random = createRandom(1);
const learner = await ppo().create({
  observationSpace: definition.observationSpace,
  actionSpace: definition.actionSpace,
  masked: false,
  random: random.split("learner"),
});
const environment = vectorize(definition, copies, random.split("environment"));
environment.reset();
const actor = createActor({
  model: learner.model,
  programs: await compileActing(learner.model),
  environment,
  steps,
  random: random.split("actor"),
});
const warmUp = Math.ceil(repeats / 5);
const rates: number[] = [];
for (let i = 0; i < warmUp + repeats; i++) {
  const started = performance.now();
  await actor.collect(learner.parameters);
  if (i >= warmUp) rates.push((steps * copies) / ((performance.now() - started) / 1000));
}
report({ environment: id, copies, steps, stepsPerSecond: median(rates), parameters: learner.parameters.length });
