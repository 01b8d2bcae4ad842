import { createRandom } from "../../random/index.js";
import { createTrainee, type Trainee, type TraineeOptions } from "../trainee.js";
import type { ActorsSettings } from "./actors-options.js";
import { chooseThreads } from "./choose-threads.js";

export interface ActorsTask
  extends Pick<TraineeOptions, "definition" | "algorithm" | "seed" | "onStep" | "onNotice" | "observe"> {
  /** Where the definition can be imported from. */
  readonly module: string | undefined;
  readonly actors: ActorsSettings;
}

/** A trainee whose experience is collected where and when `actors` says. Throws what `chooseThreads` throws. */
export async function createActors({ module, actors, ...options }: ActorsTask): Promise<Trainee> {
  const { definition, algorithm, seed } = options;
  const { overlap, processes, timeoutSeconds } = actors;
  const random = createRandom(seed).split("step cost");
  const { nEnvs } = algorithm.collection;
  const threads = await chooseThreads(definition, module, nEnvs, actors, random, overlap ? 1 : 0);
  const trainee = { ...options, threads, timeoutSeconds };
  if (!overlap) return createTrainee(trainee);
  const { createOverlappedTrainee } = await import("./overlapped-trainee.node.js");
  return createOverlappedTrainee(trainee, module, processes);
}
