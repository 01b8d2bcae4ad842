import { createAlgorithm } from "../../algorithms/index.js";
import type { EpisodeSummary } from "../../environments/index.js";
import { findSource, sendError } from "../../environments/node.js";
import type { Actor } from "../../rollout/index.js";
import type { Snapshot } from "../../snapshot.js";
import { createTrainee, type Trainee } from "../trainee.js";
import type { ActorPlace, ActorReply, ActorRequest, Collected, CollectRequest } from "./messages.js";
import { notOverlappable } from "./overlappable.js";
import { addSeen, type SharedStatistics, seenSince } from "./shared-statistics.js";

/** Milliseconds between signs of life. */
const SIGN_OF_LIFE = 100;

const send = (reply: ActorReply): void => {
  // Whoever asked may be gone; then this process ends as well.
  if (process.connected) process.send!(reply);
};

let trainee: Trainee | undefined;
let actor: Actor | undefined;
/** Whether it acts in some of the copies only. */
let isPart = false;
/** What a part has seen in its last fragment, or when it began. */
let seen: SharedStatistics | undefined;
let finished: EpisodeSummary[] = [];
let lastSign = 0;

process.on("disconnect", () => process.exit());
// The owner decides what Ctrl-C means.
process.on("SIGINT", () => {});
let last: Promise<void> = Promise.resolve();
let failed = false;
process.on("message", (request: ActorRequest) => {
  // the next fragment may be asked for while this one is collected
  last = last.then(() => (failed ? undefined : answer(request).then(send, fail)));
});

/** What comes next would go on from within a step: the owner begins with another process. */
function fail(error: unknown): void {
  failed = true;
  send({ kind: "failed", error: sendError(error) });
}

async function answer(request: ActorRequest): Promise<ActorReply> {
  switch (request.kind) {
    case "build":
      return build(request);
    case "begin":
      return { kind: "begun", result: await begin(request.statistics) };
    case "collect":
      return { kind: "collected", result: await collect(request) };
  }
}

async function build(request: ActorRequest & { readonly kind: "build" }): Promise<ActorReply> {
  const { source, seed, threads, ownShare, timeoutSeconds, part } = request;
  isPart = part !== undefined;
  const algorithm = createAlgorithm(request.algorithm.name, request.algorithm.options);
  trainee = await createTrainee({
    definition: await findSource(source),
    algorithm,
    seed,
    part,
    threads: { threads, ownShare, source: threads === 0 ? undefined : source },
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

async function begin(statistics: Snapshot | undefined): Promise<ActorPlace> {
  if (statistics !== undefined) trainee!.statistics?.setState(statistics);
  const before = counted();
  await trainee!.environment.reset();
  return arrive(before);
}

async function collect({ parameters, from, known }: CollectRequest): Promise<Collected> {
  const acting = actor!;
  if (from !== undefined) goTo(from);
  if (known !== undefined) goOnWith(addSeen(known, [seen!]));
  finished = [];
  const before = { ...acting.time };
  const countedBefore = counted();
  const fragment = await acting.collect(parameters);
  const time = {
    environment: acting.time.environment - before.environment,
    policy: acting.time.policy - before.policy,
  };
  return { fragment, finished, time, place: arrive(countedBefore) };
}

const counted = (): SharedStatistics => ({
  observation: trainee!.statistics?.getState() ?? null,
  reward: trainee!.rewardStatistics?.getState() ?? null,
});

/** What the policy is shown next was normalized before, and stays as it is. */
function goOnWith({ observation, reward }: SharedStatistics): void {
  if (observation !== null) trainee!.statistics?.setState(observation);
  if (reward !== null) trainee!.rewardStatistics?.setState(reward);
}

/** Where a part goes on: it remembers what it has seen lately, which the others do not know. */
interface PartPlace {
  readonly actor: Snapshot;
  readonly seen: SharedStatistics;
}

function arrive(before: SharedStatistics): ActorPlace {
  const state = actor!.getState();
  const now = counted();
  if (!isPart) return { actor: state, statistics: now.observation };
  seen = seenSince(before, now);
  const place: PartPlace = { actor: state, seen };
  return { actor: place as unknown as Snapshot, statistics: now.observation, seen };
}

function goTo(place: Snapshot): void {
  if (!isPart) {
    actor!.setState(place);
    return;
  }
  const part = place as unknown as PartPlace;
  actor!.setState(part.actor);
  seen = part.seen;
}
