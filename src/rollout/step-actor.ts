import type { TensorData } from "../runtime/index.js";
import type { Snapshot } from "../snapshot.js";
import type { Actor, ActorOptions, CollectionTime } from "./actor.js";
import { actionClipper } from "./environment-actions.js";
import type { Transitions } from "./transitions.js";

/** Environments and a policy that acts in them step by step, for learners that learn in between. */
export interface StepActor extends Omit<Actor, "collect"> {
  /** Begins a rollout: the next step draws noise anew, whatever its period. */
  begin(): void;
  /**
   * Acts once in every environment: by the policy, or as `choose` writes into actions [environments, actionSize]
   * (as sampled: from before squashing).
   */
  step(parameters: Float32Array, choose?: (actions: Float32Array | Int32Array) => void): Promise<Transitions>;
}

/** A step actor in this thread. Nothing is evaluated but the actions: off-policy learners need no log μ(a|s). */
export function createStepActor({
  model,
  programs,
  environment,
  random,
  onStep,
}: Omit<ActorOptions, "steps">): StepActor {
  const { family, noise } = model;
  const { count, observationSize } = environment;
  const size = count * family.actionSize;
  const transitions = {
    environments: count,
    observations: new Float32Array(count * observationSize),
    actions: family.actionType === "int32" ? new Int32Array(size) : new Float32Array(size),
    rewards: environment.rewards,
    terminated: environment.terminated,
    truncated: environment.truncated,
    nextObservations: new Float32Array(count * observationSize),
  };
  const noiseValues = new Float32Array(count * noise.size);
  const fillNoise = noise.kind === "normal" ? random.fillNormal : random.fillUniform;
  const period = noise.period ?? 1;
  const forEnvironment = actionClipper(environment.definition.actionSpace, count, family);
  const time: CollectionTime = { environment: 0, policy: 0 };
  let stepsWithNoise = period;

  async function act(parameters: Float32Array): Promise<void> {
    if (stepsWithNoise >= period) {
      fillNoise.call(random, noiseValues);
      stepsWithNoise = 0;
    }
    stepsWithNoise++;
    await programs.sample.use(parameters, 1);
    const feeds: Record<string, TensorData> = { observation: environment.observations, noise: noiseValues };
    if (environment.actionMasks) feeds.mask = environment.actionMasks;
    transitions.actions.set((await programs.sample.run(feeds)).action);
  }

  return {
    time,
    begin() {
      stepsWithNoise = Number.POSITIVE_INFINITY;
    },
    async step(parameters, choose) {
      const policyStart = performance.now();
      transitions.observations.set(environment.observations);
      if (choose) choose(transitions.actions);
      else await act(parameters);
      const environmentStart = performance.now();
      time.policy += environmentStart - policyStart;
      environment.step(forEnvironment(transitions.actions));
      const { nextObservations } = transitions;
      nextObservations.set(environment.observations);
      for (let copy = 0; copy < count; copy++) {
        if (environment.terminated[copy] === 0 && environment.truncated[copy] === 0) continue;
        const from = copy * observationSize;
        for (let i = from; i < from + observationSize; i++) nextObservations[i] = environment.finalObservations[i]!;
      }
      onStep?.(environment);
      time.environment += performance.now() - environmentStart;
      return transitions;
    },
    restart: () => environment.reset(),
    getState: () => ({ environment: environment.getState(), random: random.getState() }),
    setState(state) {
      const saved = state as { readonly environment: Snapshot; readonly random: readonly number[] };
      environment.setState(saved.environment);
      random.setState(saved.random);
    },
  };
}
