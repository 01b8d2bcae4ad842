/** Returns of a random policy and of Gymnasium's demonstration controllers, in Gymnasium's Box2D environments and in ours. */

import {
  type Controller,
  createWalkingController,
  landContinuous,
  landDiscrete,
} from "../src/environments/box2d/testing/controllers.js";
import {
  asEnvironment,
  bipedalWalker,
  bipedalWalkerHardcore,
  type EnvironmentDefinition,
  loadEnvironment,
  lunarLander,
  lunarLanderContinuous,
} from "../src/environments/index.js";
import { createRandom, type Random } from "../src/random/index.js";
import { sampleSpace } from "../src/spaces/index.js";
import { runChild } from "./harness/child.js";
import { readOptions, runBench } from "./harness/command-line.js";
import { heading, thisMachine } from "./harness/machine.js";
import { table } from "./harness/markdown.js";
import { peerCommand } from "./harness/paired.js";
import { appendRecord, resultsFile } from "./harness/records.js";

interface Played {
  readonly returns: readonly number[];
  readonly lengths: readonly number[];
  readonly stepsPerSecond: number;
}

const walk = createWalkingController;
const environments: readonly (readonly [EnvironmentDefinition, () => Controller])[] = [
  [lunarLander as EnvironmentDefinition, () => landDiscrete],
  [lunarLanderContinuous as EnvironmentDefinition, () => landContinuous],
  [bipedalWalker as EnvironmentDefinition, walk],
  [bipedalWalkerHardcore as EnvironmentDefinition, walk],
];

runBench(async () => {
  const { episodes, only } = readOptions({ episodes: 100, only: "" });
  const machine = thisMachine();
  const file = resultsFile("box2d-fidelity");
  const rows: string[][] = [];
  for (const [definition, controller] of environments) {
    for (const policy of ["random", "heuristic"]) {
      const label = `${definition.id}, ${policy}`;
      if (!label.includes(only)) continue;
      const command = peerCommand("gymnasium_box2d.py", "returns", definition.id, String(episodes), policy);
      const { output } = await runChild(command);
      const theirs = output as unknown as Played;
      const ours = await play(definition, episodes, policy === "random" ? undefined : controller);
      appendRecord(file, {
        machine,
        label,
        episodes,
        finishedAt: new Date().toISOString(),
        theirs: output,
        ours: { ...ours },
      });
      const rates = [theirs, ours].map(({ stepsPerSecond }) => String(Math.round(stepsPerSecond)));
      rows.push([
        label,
        described(theirs.returns),
        described(ours.returns),
        described(theirs.lengths),
        described(ours.lengths),
        ...rates,
      ]);
      console.error(rows.at(-1)?.join(" · "));
    }
  }
  console.log(heading(`Box2D environments, ${episodes} episodes each: mean ± its standard error`, machine));
  const columns = ["return: Gymnasium", "ours", "length: Gymnasium", "ours", "steps/s: Gymnasium", "ours"];
  console.log(table(["environment and policy", ...columns], rows));
});

/** Episodes of a fresh controller each, or of random actions. */
async function play(
  definition: EnvironmentDefinition,
  episodes: number,
  controller?: () => Controller,
): Promise<Played> {
  const random = createRandom(1);
  const environment = asEnvironment(await loadEnvironment(definition), random.split("environment"));
  const actions = random.split("actions");
  const returns: number[] = [];
  const lengths: number[] = [];
  const { maxEpisodeSteps = Infinity } = definition;
  let seconds = 0;
  for (let episode = 0; episode < episodes; episode++) {
    const act = controller?.() ?? randomController(definition, actions);
    let observation = environment.reset() as ArrayLike<number>;
    let total = 0;
    let length = 0;
    let ended = false;
    const started = performance.now();
    while (!ended) {
      const action = act(observation);
      const result = environment.step(definition.actionSpace.kind === "discrete" ? action[0]! : action);
      observation = result.observation as ArrayLike<number>;
      total += result.reward;
      ended = result.terminated || ++length >= maxEpisodeSteps;
    }
    seconds += (performance.now() - started) / 1000;
    returns.push(total);
    lengths.push(length);
  }
  const steps = lengths.reduce((sum, length) => sum + length, 0);
  return { returns, lengths, stepsPerSecond: steps / seconds };
}

function randomController({ actionSpace }: EnvironmentDefinition, random: Random): Controller {
  return () => {
    const action = sampleSpace(actionSpace, random);
    return typeof action === "number" ? Float32Array.of(action) : (action as Float32Array);
  };
}

function described(values: readonly number[]): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return `${mean.toFixed(1)} ± ${Math.sqrt(variance / values.length).toFixed(1)}`;
}
