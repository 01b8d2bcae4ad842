// Does an exported policy act as the model in training does, in runtimes that know nothing of Proximal?
// Trains briefly, exports, and runs the ONNX file in plain onnxruntime-node and plain onnxruntime-web (WebAssembly) along
// an episode. Prints the largest differences. Run: npx tsx bench/exported-policy.ts
import * as node from "onnxruntime-node";
import * as web from "onnxruntime-web/wasm";
import { type PpoOptions, ppo } from "../src/algorithms/index.js";
import {
  cartPole,
  type EnvironmentDefinition,
  normalizeObservation,
  pendulum,
  vectorize,
} from "../src/environments/index.js";
import { compileActing, exportPolicy } from "../src/policies/index.js";
import { createRandom } from "../src/random/index.js";
import { actionClipper, createActor } from "../src/rollout/index.js";

const COPIES = 8;
const STEPS = 300;
const UPDATES = 5;
const gsde = { exploration: { stateDependent: true } };

const cases: { name: string; definition: EnvironmentDefinition; options: PpoOptions; normalize: boolean }[] = [
  { name: "CartPole-v1, categorical", definition: cartPole, options: {}, normalize: false },
  { name: "CartPole-v1, categorical, normalized", definition: cartPole, options: {}, normalize: true },
  { name: "Pendulum-v1, Gaussian", definition: pendulum, options: {}, normalize: false },
  { name: "Pendulum-v1, Gaussian, normalized", definition: pendulum, options: {}, normalize: true },
  { name: "Pendulum-v1, gSDE", definition: pendulum, options: gsde, normalize: false },
  { name: "Pendulum-v1, gSDE, normalized", definition: pendulum, options: gsde, normalize: true },
];

type Runtime = Pick<typeof node, "InferenceSession" | "Tensor">;
const runtimes = { "onnxruntime-node": node, "onnxruntime-web": web as unknown as Runtime };

web.env.wasm.numThreads = 1;

/** Largest absolute differences from the model in training. */
interface Differences {
  action: number;
  sampledAction: number;
  value: number;
}

async function compare({ definition, options, normalize }: (typeof cases)[number]) {
  const random = createRandom(1);
  const algorithm = ppo({ nEnvs: COPIES, nSteps: 128, batchSize: 128, learningRate: 1e-3, ...options });
  const raw = vectorize(definition, COPIES, random.split("environment"));
  const normalized = normalize ? normalizeObservation(raw, { clip: 10, epsilon: 1e-8 }) : undefined;
  const environment = normalized ?? raw;
  const learner = await algorithm.create({ ...definition, masked: false, random: random.split("learner") });
  const { model } = learner;
  const programs = await compileActing(model);
  const actor = createActor({ model, programs, environment, steps: 128, random: random.split("actor") });
  environment.reset();
  for (let i = 0; i < UPDATES; i++) await learner.update(await actor.collect(learner.parameters), i / UPDATES);
  if (normalized) normalized.training = false;

  const onnx = exportPolicy({
    model,
    parameters: learner.parameters,
    normalizer: normalized && { ...normalized.statistics, epsilon: 1e-8, clip: 10 },
    metadata: { ...definition, environment: definition.id, algorithm: "ppo", steps: 0 },
  });
  const sessions = await Promise.all(
    Object.entries(runtimes).map(async ([name, runtime]) => ({
      runtime,
      session: await runtime.InferenceSession.create(onnx),
      differences: { name, action: 0, sampledAction: 0, value: 0 },
    })),
  );
  const mode = await programs.mode();
  const noise = new Float32Array(COPIES * model.noise.size);
  const [clipGreedy, clipSampled] = [0, 1].map(() => actionClipper(definition.actionSpace, COPIES, model.family));
  environment.reset();
  for (let step = 0; step < STEPS; step++) {
    if (model.noise.kind === "normal") random.fillNormal(noise);
    else random.fillUniform(noise);
    const feeds = { parameters: learner.parameters, observation: environment.observations };
    const greedy = clipGreedy!((await mode.run(feeds)).action as Float32Array);
    const sampled = clipSampled!((await programs.sample.run({ ...feeds, noise })).action as Float32Array);
    const { value } = await programs.value.run(feeds);
    for (const { runtime, session, differences } of sessions) {
      const results = await session.run({
        observation: new runtime.Tensor("float32", raw.observations.slice(), [COPIES, raw.observationSize]),
        noise: new runtime.Tensor("float32", noise.slice(), [COPIES, model.noise.size]),
      });
      const dataOf = (name: string) => results[name]!.data as Float32Array;
      differences.action = Math.max(differences.action, difference(dataOf("action"), greedy));
      differences.sampledAction = Math.max(differences.sampledAction, difference(dataOf("sampled_action"), sampled));
      differences.value = Math.max(differences.value, difference(dataOf("value"), value as Float32Array));
    }
    environment.step(sampled);
  }
  return sessions.map(({ differences }): { name: string } & Differences => differences);
}

function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`${a.length} numbers are compared with ${b.length}`);
  return Array.from(a).reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);
}

console.log(`Largest differences over ${STEPS} steps of ${COPIES} copies\n`);
console.log("| policy | runtime | action | sampled_action | value |\n|---|---|---|---|---|");
let largest = 0;
for (const each of cases) {
  for (const { name, action, sampledAction, value } of await compare(each)) {
    const numbers = [action, sampledAction, value].map((number) => number.toExponential(1));
    console.log(`| ${each.name} | ${name} | ${numbers.join(" | ")} |`);
    largest = Math.max(largest, action, sampledAction);
  }
}
console.log(`\nactions differ by at most ${largest.toExponential(1)}`);
process.exitCode = largest <= 1e-5 ? 0 : 1;
