import { createAlgorithm } from "../../algorithms/index.js";
import type { EpisodeSummary } from "../../environments/index.js";
import { findSource, sendError } from "../../environments/node.js";
import type { Actor } from "../../rollout/index.js";
import { createTrainee, type Trainee } from "../trainee.js";
import type { ActorPlace, ActorReply, ActorRequest, Collected, SharedStatistics } from "./messages.js";
import { notOverlappable } from "./overlappable.js";

/** Milliseconds between signs of life. */
const SIGN_OF_LIFE = 100;

const send = (reply: ActorReply): void => {
  // Whoever asked may be gone; then this process ends as well.
  if (process.connected) process.send!(reply);
};

let trainee: Trainee | undefined;
let actor: Actor | undefined;
let finished: EpisodeSummary[] = [];
let lastSign = 0;

process.on("disconnect", () => process.exit());
// The owner decides what Ctrl-C means.
process.on("SIGINT", () => {});
process.on("message", (request: ActorRequest) => {
  answer(request).then(send, (error) => send({ kind: "failed", error: sendError(error) }));
});

async function answer(request: ActorRequest): Promise<ActorReply> {
  switch (request.kind) {
    case "build":
      return build(request);
    case "begin":
      if (request.statistics !== undefined) trainee!.statistics?.setState(request.statistics);
      await trainee!.environment.reset();
      return { kind: "begun", result: place() };
    case "collect":
      return { kind: "collected", result: await collect(request) };
  }
}

async function build(request: ActorRequest & { readonly kind: "build" }): Promise<ActorReply> {
  const { source, seed, threads, timeoutSeconds, part } = request;
  const algorithm = createAlgorithm(request.algorithm.name, request.algorithm.options);
  trainee = await createTrainee({
    definition: await findSource(source),
    algorithm,
    seed,
    part,
    threads: { threads, source: threads === 0 ? undefined : source },
    timeoutSeconds,
    onStep({ finishedEpisodes }) {
      finished.push(...finishedEpisodes);
      if (performance.now() - lastSign < SIGN_OF_LIFE) return;
      lastSign = performance.now();
      send({ kind: "alive" });
    },
    onNotice: (notice) => send({ kind: "notice", notice }),
  });
  if (!("collect" in trainee.actor)) throw notOverlappable(algorithm);
  actor = trainee.actor;
  const { restorable, actionMasks } = trainee.environment;
  return { kind: "built", result: { masked: actionMasks !== undefined, restorable } };
}

async function collect({
  parameters,
  from,
  statistics,
}: ActorRequest & { readonly kind: "collect" }): Promise<Collected> {
  const acting = actor!;
  if (from !== undefined) acting.setState(from);
  if (statistics !== undefined) takeOver(statistics);
  finished = [];
  const before = { ...acting.time };
  const fragment = await acting.collect(parameters);
  const time = {
    environment: acting.time.environment - before.environment,
    policy: acting.time.policy - before.policy,
  };
  return { fragment, finished, time, place: place() };
}

/** What the policy is shown next was normalized before, and stays as it is. */
function takeOver({ observation, reward }: SharedStatistics): void {
  if (observation !== null) trainee!.statistics?.setState(observation);
  if (reward !== null) trainee!.rewardStatistics?.setState(reward);
}

function place(): ActorPlace {
  const { statistics, rewardStatistics } = trainee!;
  return {
    actor: actor!.getState(),
    statistics: statistics?.getState() ?? null,
    ...(rewardStatistics && { rewardStatistics: rewardStatistics.getState() }),
  };
}
