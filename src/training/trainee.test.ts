import { expect, it } from "vitest";
import { ppo } from "../algorithms/index.js";
import { pendulum } from "../environments/index.js";
import type { Actor } from "../rollout/index.js";
import type { Part } from "./actors/messages.js";
import { createTrainee } from "./trainee.js";

/** What `count` copies are shown first, and what is drawn for them. */
async function begin(part?: Part) {
  const trainee = await createTrainee({
    definition: pendulum,
    algorithm: ppo({ nEnvs: 4, nSteps: 4, batchSize: 16, network: { hidden: [4] } }),
    seed: 1,
    threads: { threads: 0, ownShare: false, source: undefined },
    part,
    timeoutSeconds: 60,
    onStep: () => {},
    onNotice: () => {},
  });
  await trainee.environment.reset();
  const actor = trainee.actor as Actor;
  const { random } = actor.getState() as { readonly random: readonly number[] };
  const { observations, environments } = await actor.collect(trainee.learner.parameters);
  return { random, environments, first: [...observations.subarray(0, 3 * environments)] };
}

it("a part of the copies begins as these do among all, and draws noise that no other part draws", async () => {
  const whole = await begin();
  const parts = [await begin({ index: 0, firstCopy: 0, count: 1 }), await begin({ index: 1, firstCopy: 1, count: 3 })];
  expect(parts.map(({ environments }) => environments)).toEqual([1, 3]);
  expect(parts.flatMap(({ first }) => first)).toEqual(whole.first);
  expect(new Set([whole, ...parts].map(({ random }) => random.join())).size).toBe(3);
});
