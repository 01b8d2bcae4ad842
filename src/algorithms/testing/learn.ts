import { type EnvironmentDefinition, vectorize } from "../../environments/index.js";
import { compileActing } from "../../policies/index.js";
import { createRandom } from "../../random/index.js";
import { createActor } from "../../rollout/index.js";
import type { Algorithm, UpdateMetrics } from "../algorithm.js";

/** A learner with an actor to feed it: training without the training floor. */
export async function practice(definition: EnvironmentDefinition, algorithm: Algorithm, seed = 1) {
  const random = createRandom(seed);
  const { nEnvs, nSteps } = algorithm.collection;
  const environment = vectorize(definition, nEnvs, random.split("environment"));
  const learner = await algorithm.create({
    ...definition,
    masked: environment.actionMasks !== undefined,
    random: random.split("learner"),
  });
  if (!("update" in learner)) throw new Error(`${algorithm.name} does not learn from fragments.`);
  const programs = await compileActing(learner.model);
  const actor = createActor({
    model: learner.model,
    programs,
    environment,
    steps: nSteps,
    random: random.split("actor"),
  });
  environment.reset();
  const collect = () => learner.collect?.(actor) ?? actor.collect(learner.parameters);
  return {
    learner,
    actor,
    programs,
    collect,
    async learn(updates: number): Promise<UpdateMetrics> {
      let metrics: UpdateMetrics = {};
      for (let i = 0; i < updates; i++) metrics = await learner.update(await collect(), i / updates);
      return metrics;
    },
    /** The distribution's parameters and the value for one observation. */
    async look(observation: readonly number[], mask?: readonly number[]) {
      const { family } = learner.model;
      const { distribution, value } = await programs.evaluate.run({
        parameters: learner.parameters,
        observation: Float32Array.from(observation),
        action: family.actionType === "int32" ? new Int32Array(family.actionSize) : new Float32Array(family.actionSize),
        ...(mask && { mask: Uint8Array.from(mask) }),
      });
      return { distribution: [...distribution], value: value[0]! };
    },
  };
}

/** Probabilities of logits. */
export function softmaxOf(logits: readonly number[]): number[] {
  const largest = Math.max(...logits);
  const weights = logits.map((logit) => Math.exp(logit - largest));
  const total = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / total);
}
