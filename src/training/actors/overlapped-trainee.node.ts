import { createRunningStatistics, loadEnvironment } from "../../environments/index.js";
import { compileActing } from "../../policies/index.js";
import { createRandom } from "../../random/index.js";
import { sizeOf } from "../../spaces/index.js";
import { iterationsOf, type Trainee, type TraineeOptions } from "../trainee.js";
import { startActingProcess } from "./acting-process.node.js";
import { requireSource } from "./choose-threads.js";
import { notOverlappable } from "./overlappable.js";
import { createOverlappedActor } from "./overlapped-actor.js";

/** A trainee whose environments and acting policy are in a process of their own. Throws what building them there throws. */
export async function createOverlappedTrainee(options: TraineeOptions, module: string | undefined): Promise<Trainee> {
  const { algorithm, seed, threads, timeoutSeconds, onStep, onNotice, observe } = options;
  // others find what was given, not what was loaded for this thread
  const source = await requireSource(options.definition, module);
  const definition = await loadEnvironment(options.definition);
  const collector = await startActingProcess({
    environment: definition.id,
    build: {
      kind: "build",
      source,
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
      criticOnly: definition.criticOnly,
      masked,
      mirror: definition.mirror,
      random: createRandom(seed).split("learner"),
      observe,
    });
    if ("learn" in learner) throw notOverlappable(algorithm);
    const actor = createOverlappedActor({
      collector,
      statistics,
      onEpisodes: (finishedEpisodes) => onStep({ finishedEpisodes }),
    });
    const environment = { count: nEnvs, restorable, reset: actor.begin, close: collector.close };
    const programs = await compileActing(learner.model);
    const iterate = iterationsOf(learner, actor);
    return { definition, algorithm, seed, learner, programs, actor, iterate, environment, statistics };
  } catch (error) {
    collector.close();
    throw error;
  }
}
