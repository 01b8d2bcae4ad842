import type { VectorEnvironment } from "../environments/index.js";
import type { ActingPrograms, ActorCritic } from "../policies/index.js";
import type { Random } from "../random/index.js";
import type { TensorData } from "../runtime/index.js";
import type { Snapshot } from "../snapshot.js";
import { createActorMemory } from "./actor-memory.js";
import { chunksOf, EVALUATION_ROWS } from "./chunks.js";
import { actionClipper } from "./environment-actions.js";
import type { Fragment } from "./fragment.js";

/** Milliseconds spent collecting, by part. */
export interface CollectionTime {
  environment: number;
  policy: number;
}

/** Environments and a policy that acts in them. */
export interface Actor {
  /** Acts for `steps` steps in every environment. The fragment's arrays are overwritten by the next call. */
  collect(parameters: Float32Array): Promise<Fragment>;
  /** Begins new episodes in every environment. */
  restart(): void;
  readonly time: CollectionTime;
  getState(): Snapshot;
  setState(state: Snapshot): void;
}

export interface ActorOptions {
  readonly model: ActorCritic;
  readonly programs: ActingPrograms;
  readonly environment: VectorEnvironment;
  /** Steps per environment and fragment. */
  readonly steps: number;
  /** Source of the noise that sampling needs. */
  readonly random: Random;
  /** Told of every step, after it: for episode statistics. */
  readonly onStep?: (environment: VectorEnvironment) => void;
}

/** An actor in this thread: steps environments in place and writes into arrays that are allocated once. */
export function createActor({ model, programs, environment, steps, random, onStep }: ActorOptions): Actor {
  const { family, noise } = model;
  const { count, observationSize } = environment;
  const rows = steps * count;
  const memory = model.memory && createActorMemory(model.memory, steps, count);
  const stateSize = model.memory?.stateSize ?? 0;
  const choices = environment.actionMasks ? environment.actionMasks.length / count : 0;
  const fragment = {
    steps,
    environments: count,
    observations: new Float32Array(rows * observationSize),
    actions:
      family.actionType === "int32"
        ? new Int32Array(rows * family.actionSize)
        : new Float32Array(rows * family.actionSize),
    masks: environment.actionMasks ? new Uint8Array(rows * choices) : undefined,
    rewards: new Float32Array(rows),
    terminated: new Uint8Array(rows),
    truncated: new Uint8Array(rows),
    behaviorLogProbs: new Float32Array(rows),
    behaviorParameters: new Float32Array(rows * family.parameterSize),
    values: new Float32Array(rows),
    nextValues: new Float32Array(rows),
    ...(memory && { memory: memory.fragment }),
  };
  const noiseValues = new Float32Array(count * noise.size);
  const period = noise.period ?? 1;
  const fillNoise = noise.kind === "normal" ? random.fillNormal : random.fillUniform;
  const forEnvironment = actionClipper(environment.definition.actionSpace, count, family);
  const time: CollectionTime = { environment: 0, policy: 0 };
  // Where the value of the true next observation is needed: at most everywhere.
  let pendingRows = new Int32Array(count * 2);
  let pendingObservations = new Float32Array(count * 2 * observationSize);
  let pendingStates = new Float32Array(count * 2 * stateSize);
  let pending = 0;

  const remember = (row: number, observations: Float32Array, copy: number, states: TensorData | undefined) => {
    if (pending === pendingRows.length) {
      pendingRows = grow(pendingRows, pending * 2);
      pendingObservations = grow(pendingObservations, pending * 2 * observationSize);
      pendingStates = grow(pendingStates, pending * 2 * stateSize);
    }
    pendingRows[pending] = row;
    const from = copy * observationSize;
    const to = pending * observationSize;
    for (let i = 0; i < observationSize; i++) pendingObservations[to + i] = observations[from + i]!;
    if (states) {
      for (let i = 0; i < stateSize; i++) pendingStates[pending * stateSize + i] = states[copy * stateSize + i]!;
    }
    pending++;
  };

  return {
    time,
    async collect(parameters) {
      pending = 0;
      const compileStart = performance.now();
      await programs.sample.use(parameters, steps);
      time.policy += performance.now() - compileStart;
      for (let t = 0; t < steps; t++) {
        const row = t * count;
        const policyStart = performance.now();
        if (t === 0 || (Number.isFinite(period) && t % period === 0)) fillNoise.call(random, noiseValues);
        fragment.observations.set(environment.observations, row * observationSize);
        const feeds: Record<string, Float32Array | Uint8Array> = {
          observation: environment.observations,
          noise: noiseValues,
        };
        if (environment.actionMasks && fragment.masks) {
          fragment.masks.set(environment.actionMasks, row * choices);
          feeds.mask = environment.actionMasks;
        }
        if (memory) {
          memory.record(t);
          feeds.state = memory.states;
        }
        const chosen = await programs.sample.run(feeds);
        const action = chosen.action as Int32Array | Float32Array;
        fragment.actions.set(action, row * family.actionSize);
        const environmentStart = performance.now();
        time.policy += environmentStart - policyStart;
        environment.step(forEnvironment(action));
        fragment.rewards.set(environment.rewards, row);
        fragment.terminated.set(environment.terminated, row);
        fragment.truncated.set(environment.truncated, row);
        for (let copy = 0; copy < count; copy++) {
          if (environment.terminated[copy] === 1) continue;
          if (environment.truncated[copy] === 1)
            remember(row + copy, environment.finalObservations, copy, chosen.nextState);
          else if (t === steps - 1) remember(row + copy, environment.observations, copy, chosen.nextState);
        }
        if (memory) memory.advance(chosen.nextState!, environment.terminated, environment.truncated);
        onStep?.(environment);
        time.environment += performance.now() - environmentStart;
      }
      const start = performance.now();
      await evaluateRows(programs, fragment, parameters);
      for (let from = 0; from < pending; from += EVALUATION_ROWS) {
        const to = Math.min(from + EVALUATION_ROWS, pending);
        const observation = pendingObservations.subarray(from * observationSize, to * observationSize);
        const state = pendingStates.subarray(from * stateSize, to * stateSize);
        const { value } = await programs.value.run({ parameters, observation, ...(memory && { state }) });
        for (let i = from; i < to; i++) fragment.nextValues[pendingRows[i]!] = value[i - from]!;
      }
      time.policy += performance.now() - start;
      return fragment;
    },
    restart() {
      environment.reset();
      memory?.reset();
    },
    getState: () => ({
      environment: environment.getState(),
      random: random.getState(),
      ...(memory && { memory: memory.getState() }),
    }),
    setState(state) {
      const saved = state as {
        readonly environment: Snapshot;
        readonly random: readonly number[];
        readonly memory?: Snapshot;
      };
      environment.setState(saved.environment);
      random.setState(saved.random);
      // Environments that offer no state have begun new episodes.
      if (environment.restorable && saved.memory !== undefined) memory?.setState(saved.memory);
      else memory?.reset();
    },
  };
}

async function evaluateRows(programs: ActingPrograms, fragment: Fragment, parameters: Float32Array): Promise<void> {
  const { observations, actions, masks, behaviorLogProbs, behaviorParameters, values } = fragment;
  const columns = { observation: observations, action: actions, ...(masks && { mask: masks }) };
  for (const { feeds, store } of chunksOf(fragment, columns, values.length)) {
    const { logProb, distribution, value } = await programs.evaluate.run({ ...feeds, parameters });
    store(logProb, behaviorLogProbs);
    store(distribution, behaviorParameters);
    store(value, values);
  }
}

function grow<T extends Int32Array | Float32Array>(array: T, length: number): T {
  const larger = new (array.constructor as new (length: number) => T)(length);
  larger.set(array);
  return larger;
}
