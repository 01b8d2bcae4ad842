import { createRandom } from "../../random/index.js";
import type { LoadedEnvironment, Snapshot, VectorEnvironment } from "../environment.js";
import { vectorizePart } from "../vectorize.js";
import type { EpisodeFigures, Loaded, Request } from "./protocol.js";
import { type SharedMemory, shareMemory } from "./shared-memory.js";

/** Some copies that show in shared memory what they do: what the requests to a thread are about. */
export interface SharedCopies {
  load(definition: LoadedEnvironment, request: LoadRequest): Loaded;
  /** With the actions in shared memory. Returns what the episodes that ended tell beside return and length, if any does. */
  step(): EpisodeFigures | undefined;
  answer(request: Exclude<Request, LoadRequest>): Snapshot | undefined;
}

type LoadRequest = Request & { readonly kind: "load" };

/** `running`, [1]: receives the number of the copy whose code is about to run. */
export function createSharedCopies(running: Int32Array): SharedCopies {
  let vector: VectorEnvironment | undefined;
  let memory: SharedMemory | undefined;
  let actions: Int32Array | Float32Array = new Int32Array(0);
  let firstCopy = 0;

  function figuresOfEnded(): EpisodeFigures | undefined {
    const { finishedEpisodes } = vector!;
    let told: Record<number, NonNullable<EpisodeFigures[number]>> | undefined;
    for (const { copy, figures } of finishedEpisodes) {
      if (figures === undefined) continue;
      told ??= {};
      told[copy - firstCopy] = figures;
    }
    return told;
  }

  /** Lets the owner see what the copies show. */
  function publish(): undefined {
    const from = vector!;
    const to = memory!;
    to.observations.set(from.observations);
    to.finalObservations.set(from.finalObservations);
    to.rewards.set(from.rewards);
    to.terminated.set(from.terminated);
    to.truncated.set(from.truncated);
    if (from.actionMasks) to.actionMasks.set(from.actionMasks);
    for (const { copy, episodeReturn, length } of from.finishedEpisodes) {
      const own = copy - firstCopy;
      to.episodeReturns[own] = episodeReturn;
      to.episodeLengths[own] = length;
    }
  }

  return {
    load(definition, { count, firstCopy: first, random: state, memory: buffer }) {
      const random = createRandom(0);
      random.setState(state);
      vector?.close();
      vector = undefined;
      firstCopy = first;
      vector = vectorizePart(definition, count, random, { firstCopy, running, training: true });
      memory = shareMemory(definition, count, buffer);
      // an environment that keeps its action must not see it change
      actions =
        definition.actionSpace.kind === "box" ? new Float32Array(memory.actions) : new Int32Array(memory.actions);
      return { masked: vector.actionMasks !== undefined, restorable: vector.restorable };
    },

    step() {
      const started = performance.now();
      actions.set(memory!.actions);
      vector!.step(actions);
      publish();
      memory!.busy[0]! += performance.now() - started;
      return figuresOfEnded();
    },

    answer(request) {
      switch (request.kind) {
        case "reset":
          vector!.reset();
          return publish();
        case "getState":
          return vector!.getState();
        case "setState":
          vector!.setState(request.state);
          return publish();
        case "replay":
          for (const batch of request.actions) vector!.step(batch);
          return publish();
        case "close":
          vector?.close();
          vector = undefined;
          return undefined;
      }
    },
  };
}
