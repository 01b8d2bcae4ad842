/** Trains on an environment that counts its transitions, and checks that every one reaches the learner once, in order. */
import { createHash } from "node:crypto";
import { type ActorsOptions, type Algorithm, ppo, train } from "proximal";
import type { Learner } from "proximal/algorithms";
import { report, settingsFromCommandLine } from "./report.js";

export interface ActorFaultsSettings {
  /** Of `counting-environment.mjs`. */
  readonly module: string;
  readonly actors: ActorsOptions;
  readonly seed: number;
  readonly copies: number;
  /** Steps per copy and iteration. */
  readonly steps: number;
  readonly iterations: number;
}

const { module, actors, seed, copies, steps, iterations } = settingsFromCommandLine<ActorFaultsSettings>();
const { counting, countIn } = (await import(module)) as typeof import("./counting-environment.mjs");

const learned = { transitions: 0, missing: 0, repeated: 0 };
const base = ppo({ nEnvs: copies, nSteps: steps, batchSize: 256, nEpochs: 2 }) as Algorithm<Learner>;
const counted: Algorithm<Learner> = {
  ...base,
  async create(task) {
    const learner = await base.create(task);
    // Of each copy, the count that its next transition has to begin at.
    const expected = new Int32Array(copies);
    return {
      ...learner,
      get parameters() {
        return learner.parameters;
      },
      update(fragment, progress) {
        for (let row = 0; row < fragment.steps * fragment.environments; row++) {
          const copy = row % fragment.environments;
          const count = countIn(fragment.observations, row);
          learned.transitions++;
          if (count > expected[copy]!) learned.missing += count - expected[copy]!;
          if (count < expected[copy]!) learned.repeated++;
          expected[copy] = Math.max(count + 1, expected[copy]!);
        }
        return learner.update(fragment, progress);
      },
    };
  },
};
const run = train({
  environment: counting,
  module: `${module}#counting`,
  algorithm: counted,
  totalSteps: copies * steps * iterations,
  evaluation: false,
  seed,
  actors,
});
const notices: string[] = [];
const result = createHash("sha256");
let reported = 0;
for await (const { steps: done, metrics, notices: news = [] } of run) {
  reported = done;
  notices.push(...news);
  const timeless = Object.entries(metrics).filter(([name]) => !name.startsWith("time/"));
  result.update(JSON.stringify(timeless));
}
result.update(run.policy.toOnnx());
report({ ...learned, reported, result: result.digest("hex").slice(0, 16), notices });
