import { createRunningStatistics } from "../../environments/index.js";
import { compileActing } from "../../policies/index.js";
import { createRandom } from "../../random/index.js";
import { sizeOf } from "../../spaces/index.js";
import type { Trainee, TraineeOptions } from "../trainee.js";
import { startActingProcess } from "./acting-process.node.js";
import { requireSource } from "./choose-threads.js";
import { createOverlappedActor } from "./overlapped-actor.js";

/** A trainee whose environments and acting policy are in a process of their own. Throws what building them there throws. */
export async function createOverlappedTrainee(options: TraineeOptions, module: string | undefined): Promise<Trainee> {
  const { definition, algorithm, seed, threads, timeoutSeconds, onStep, onNotice } = options;
  const collector = await startActingProcess({
    environment: definition.id,
    build: {
      kind: "build",
      source: await requireSource(definition, module),
      algorithm: { name: algorithm.name, options: algorithm.options },
      seed,
      threads: threads.threads,
      timeoutSeconds,
    },
    onNotice,
  });
  try {
    const { masked, restorable } = collector.built;
    const { nEnvs, normalizeObservation } = algorithm.collection;
    const statistics = normalizeObservation ? createRunningStatistics(sizeOf(definition.observationSpace)) : undefined;
    const learner = await algorithm.create({
      observationSpace: definition.observationSpace,
      actionSpace: definition.actionSpace,
      masked,
      random: createRandom(seed).split("learner"),
    });
    const actor = createOverlappedActor({
      collector,
      statistics,
      onEpisodes: (finishedEpisodes) => onStep({ finishedEpisodes }),
    });
    const environment = { count: nEnvs, restorable, reset: actor.begin, close: collector.close };
    const programs = await compileActing(learner.model);
    return { definition, algorithm, seed, learner, programs, actor, environment, statistics };
  } catch (error) {
    collector.close();
    throw error;
  }
}
