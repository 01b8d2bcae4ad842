import { createRunningStatistics, loadEnvironment } from "../../environments/index.js";
import { equalShares } from "../../environments/node.js";
import { compileActing } from "../../policies/index.js";
import { createRandom } from "../../random/index.js";
import { sizeOf } from "../../spaces/index.js";
import { iterationsOf, type Trainee, type TraineeOptions } from "../trainee.js";
import { type ActingProcess, type ActingProcessOptions, startActingProcess } from "./acting-process.node.js";
import { requireSource } from "./choose-threads.js";
import { joinCollectors } from "./joined-collector.js";
import type { Part } from "./messages.js";
import { notOverlappable } from "./overlappable.js";
import { createOverlappedActor } from "./overlapped-actor.js";

/**
 * A trainee whose environments and acting policy are in processes of their own, each with some of the copies. Throws what
 * building them there throws.
 */
export async function createOverlappedTrainee(
  options: TraineeOptions,
  module: string | undefined,
  processes: number,
): Promise<Trainee> {
  const { algorithm, seed, threads, timeoutSeconds, onStep, onNotice, observe } = options;
  // others find what was given, not what was loaded for this thread
  const source = await requireSource(options.definition, module);
  const definition = await loadEnvironment(options.definition);
  const parts = partsOf(algorithm.collection.nEnvs, processes);
  const acting = await startAll(
    parts.map((part) => ({
      environment: definition.id,
      build: {
        kind: "build",
        source,
        algorithm: { name: algorithm.name, options: algorithm.options },
        seed,
        threads: threads.threads,
        ownShare: threads.ownShare,
        timeoutSeconds,
        part,
      },
      onNotice,
    })),
  );
  const close = () => {
    for (const process of acting) process.close();
  };
  try {
    const [first] = acting as [ActingProcess];
    const { masked, restorable } = first.built;
    const collector = acting.length === 1 ? first : joinCollectors(acting);
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
    const environment = { count: nEnvs, restorable, reset: actor.begin, close };
    const programs = await compileActing(learner.model);
    const iterate = iterationsOf(learner, actor);
    return { definition, algorithm, seed, learner, programs, actor, iterate, environment, statistics };
  } catch (error) {
    close();
    throw error;
  }
}

/** One process has all copies, and is then none's part. */
function partsOf(copies: number, processes: number): readonly (Part | undefined)[] {
  const shares = equalShares(copies, processes);
  if (shares.length === 1) return [undefined];
  let firstCopy = 0;
  return shares.map((count, index) => {
    const part = { index, firstCopy, count };
    firstCopy += count;
    return part;
  });
}

/** Starts all at once; none is left over if one fails. */
async function startAll(options: readonly ActingProcessOptions[]): Promise<readonly ActingProcess[]> {
  const results = await Promise.allSettled(options.map((one) => startActingProcess(one)));
  const started = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const failed = results.find((result) => result.status === "rejected");
  if (failed === undefined) return started;
  for (const process of started) process.close();
  throw failed.reason;
}
