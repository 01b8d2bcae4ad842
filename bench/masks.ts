// Does masked PPO ever take an illegal action? The environment itself counts, by its own state and not by the mask that it
// handed out. Prints the count, which must be 0, and the return.
// Run: npx tsx bench/masks.ts [--steps 1000000] [--seed 1]
import { ppo } from "../src/algorithms/index.js";
import { defineEnvironment, type EnvironmentDefinition } from "../src/environments/index.js";
import { box, discrete, multiDiscrete } from "../src/spaces/index.js";
import { evaluatePolicy, train } from "../src/training/index.js";
import { readOptions, runBench } from "./harness/command-line.js";

const { steps, seed } = readOptions({ steps: 1_000_000, seed: 1 });

const SHELVES = 6;
const EPISODE = 20;

interface Count {
  actions: number;
  illegal: number;
}

/**
 * A store of shelves with one to three things each: taking from an empty shelf is illegal. What a thing is worth depends on
 * how many are left, so that masks change with what was done. `count` is kept by what is in the shelves.
 */
function store(positions: 1 | 2, count: Count): EnvironmentDefinition {
  const create = (random: Parameters<NonNullable<EnvironmentDefinition["create"]>>[0]) => {
    const shelves = new Int32Array(SHELVES * positions);
    let step = 0;
    const observation = new Float32Array(SHELVES * positions);
    const observe = () => {
      for (let i = 0; i < shelves.length; i++) observation[i] = shelves[i]! / 3;
      return observation;
    };
    /** At least one thing in every row of shelves. */
    const restock = () => {
      for (let position = 0; position < positions; position++) {
        const row = shelves.subarray(position * SHELVES, (position + 1) * SHELVES);
        while (row.every((things) => things === 0)) row[random.integer(SHELVES)] = random.integer(4);
      }
    };
    return {
      reset() {
        step = 0;
        for (let i = 0; i < shelves.length; i++) shelves[i] = random.integer(4);
        restock();
        return observe();
      },
      step(action: number | Int32Array) {
        const chosen = typeof action === "number" ? [action] : action;
        let reward = 0;
        for (let position = 0; position < positions; position++) {
          const shelf = position * SHELVES + chosen[position]!;
          count.actions++;
          if (shelves[shelf] === 0) count.illegal++;
          else reward += shelves[shelf]!-- === 3 ? 1 : 0.1;
        }
        restock();
        return { observation: observe(), reward, terminated: ++step === EPISODE };
      },
      actionMask: () => Array.from(shelves, (things) => things > 0),
    };
  };
  const shelves = box({ shape: [SHELVES * positions], low: 0, high: 1 });
  const id = positions === 1 ? "Store-v0" : "TwoStores-v0";
  if (positions === 1) {
    return defineEnvironment({
      id,
      observationSpace: shelves,
      actionSpace: discrete(SHELVES),
      create,
    }) as EnvironmentDefinition;
  }
  const actionSpace = multiDiscrete([SHELVES, SHELVES]);
  return defineEnvironment({ id, observationSpace: shelves, actionSpace, create }) as EnvironmentDefinition;
}

await runBench(async () => {
  console.log(
    "| actions | environment steps | actions in training | illegal | return, first | last | exported, greedy | illegal |",
  );
  console.log("|---|---|---|---|---|---|---|---|");
  for (const positions of [1, 2] as const) {
    const count: Count = { actions: 0, illegal: 0 };
    const environment = store(positions, count);
    const algorithm = ppo({ nEnvs: 16, nSteps: 128, batchSize: 256, nEpochs: 4, learningRate: 1e-3, gamma: 0.95 });
    const run = train({ environment, algorithm, totalSteps: steps, seed, evaluation: false });
    let first: number | undefined;
    let last = Number.NaN;
    for await (const { episodeReturn } of run) {
      first ??= episodeReturn.mean;
      last = episodeReturn.mean;
    }
    const training = { ...count };
    const { mean } = await evaluatePolicy(run.policy, environment, { episodes: 100, seed: 1 });
    const greedy = count.illegal - training.illegal;
    const kind = positions === 1 ? "Discrete" : "MultiDiscrete";
    const returns = [first ?? Number.NaN, last, mean].map((each) => each.toFixed(2)).join(" | ");
    console.log(`| ${kind} | ${steps} | ${training.actions} | ${training.illegal} | ${returns} | ${greedy} |`);
    if (count.illegal > 0) process.exitCode = 1;
  }
});
