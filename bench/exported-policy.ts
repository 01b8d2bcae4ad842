// Does an exported policy act as the model in training does, in runtimes that know nothing of Proximal? For every kind of
// action and observation space, masks and normalization included.
// Trains briefly, exports, and runs the ONNX file in plain onnxruntime-node and plain onnxruntime-web (WebAssembly) along
// whole episodes; a memory's state is each runtime's own, and forgotten where an episode ends. Prints the largest
// differences. Run: npx tsx bench/exported-policy.ts
import * as node from "onnxruntime-node";
import * as web from "onnxruntime-web/wasm";
import { type PpoOptions, ppo } from "../src/algorithms/index.js";
import {
  cartPole,
  defineEnvironment,
  type EnvironmentDefinition,
  findEnvironment,
  normalizeObservation,
  pendulum,
  vectorize,
} from "../src/environments/index.js";
import { compileActing, exportPolicy } from "../src/policies/index.js";
import { createRandom } from "../src/random/index.js";
import { actionClipper, createActor, forgetEnded } from "../src/rollout/index.js";
import { box, multiDiscrete, partsOf } from "../src/spaces/index.js";
import { presetFor } from "../src/training/index.js";

const COPIES = 8;
const STEPS = 300;
const UPDATES = 5;
const gsde = { exploration: { stateDependent: true } };
const memory = (cell: "gru" | "lstm") => ({ network: { memory: { cell } } });

/** Every choice but one of each position is forbidden now and then; a forbidden one throws. */
const maskedMultiDiscrete = defineEnvironment({
  id: "MaskedMultiDiscrete-v0",
  observationSpace: box({ shape: [3], low: -1, high: 1 }),
  actionSpace: multiDiscrete([3, 2]),
  maxEpisodeSteps: 20,
  create(random) {
    let mask: number[] = [];
    const draw = () => {
      mask = [1, random.integer(2), random.integer(2), random.integer(2), 1];
      return [random.uniform(-1, 1), random.uniform(-1, 1), random.uniform(-1, 1)];
    };
    return {
      reset: draw,
      step([first, second]) {
        if (mask[first!] !== 1 || mask[3 + second!] !== 1) throw new Error(`[${first}, ${second}] is forbidden.`);
        return { observation: draw(), reward: first! + second!, terminated: false };
      },
      actionMask: () => mask,
    };
  },
}) as EnvironmentDefinition;

const cases: { name: string; definition: EnvironmentDefinition; options: PpoOptions; normalize: boolean }[] = [
  { name: "CartPole-v1, categorical", definition: cartPole, options: {}, normalize: false },
  { name: "CartPole-v1, categorical, normalized", definition: cartPole, options: {}, normalize: true },
  { name: "Pendulum-v1, Gaussian", definition: pendulum, options: {}, normalize: false },
  { name: "Pendulum-v1, Gaussian, normalized", definition: pendulum, options: {}, normalize: true },
  { name: "Pendulum-v1, gSDE", definition: pendulum, options: gsde, normalize: false },
  { name: "Pendulum-v1, gSDE, normalized", definition: pendulum, options: gsde, normalize: true },
  ...["Masks-v0", "MultiDiscrete-v0", "MultiBinary-v0", "Images-v0", "Dict-v0"].flatMap((id) =>
    [false, true].map((normalize) => ({
      name: normalize ? `${id}, normalized` : id,
      definition: findEnvironment(id),
      options: presetFor(id).ppo.network ? { network: presetFor(id).ppo.network! } : {},
      normalize,
    })),
  ),
  { name: "masked MultiDiscrete", definition: maskedMultiDiscrete, options: {}, normalize: false },
  { name: "CartPole-v1, GRU", definition: cartPole, options: memory("gru"), normalize: false },
  { name: "CartPole-v1, LSTM, normalized", definition: cartPole, options: memory("lstm"), normalize: true },
  { name: "Pendulum-v1, GRU, gSDE", definition: pendulum, options: { ...gsde, ...memory("gru") }, normalize: false },
  { name: "Pendulum-v1, LSTM, normalized", definition: pendulum, options: memory("lstm"), normalize: true },
];

type Runtime = Pick<typeof node, "InferenceSession" | "Tensor">;
const runtimes = { "onnxruntime-node": node, "onnxruntime-web": web as unknown as Runtime };

web.env.wasm.numThreads = 1;

/** Largest absolute differences from the model in training. */
interface Differences {
  action: number;
  sampledAction: number;
  value: number;
  /** Of what is remembered, relative to its largest number where that is above 1 (a cell sums up); 0 without a memory. */
  state: number;
}

async function compare({ definition, options, normalize }: (typeof cases)[number]) {
  const random = createRandom(1);
  const algorithm = ppo({ nEnvs: COPIES, nSteps: 128, batchSize: 128, learningRate: 1e-3, ...options });
  const raw = vectorize(definition, COPIES, random.split("environment"));
  const normalized = normalize ? normalizeObservation(raw, { clip: 10, epsilon: 1e-8 }) : undefined;
  const environment = normalized ?? raw;
  const learner = await algorithm.create({
    ...definition,
    masked: raw.actionMasks !== undefined,
    random: random.split("learner"),
  });
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
  const { stateSize = 0 } = model.memory ?? {};
  const state = new Float32Array(COPIES * stateSize);
  const sessions = await Promise.all(
    Object.entries(runtimes).map(async ([name, runtime]) => ({
      runtime,
      session: await runtime.InferenceSession.create(onnx),
      differences: { name, action: 0, sampledAction: 0, value: 0, state: 0 },
      state: new Float32Array(COPIES * stateSize),
    })),
  );
  const columns = partsOf(definition.observationSpace).map((part) => ({
    ...part,
    name: ["observation", ...part.path].join("."),
  }));
  const mode = await programs.mode();
  const noise = new Float32Array(COPIES * model.noise.size);
  const [clipGreedy, clipSampled] = [0, 1].map(() => actionClipper(definition.actionSpace, COPIES, model.family));
  environment.reset();
  for (let step = 0; step < STEPS; step++) {
    if (model.noise.kind === "normal") random.fillNormal(noise);
    else random.fillUniform(noise);
    const masks = environment.actionMasks;
    const feeds = {
      parameters: learner.parameters,
      observation: environment.observations,
      ...(masks && { mask: masks }),
      ...(stateSize > 0 && { state }),
    };
    const { action, nextState } = await mode.run(feeds);
    const greedy = clipGreedy!(action as Float32Array);
    const sampled = clipSampled!((await programs.sample.run({ ...feeds, noise })).action as Float32Array);
    const { mask: _, ...forValue } = feeds;
    const { value } = await programs.value.run(forValue);
    for (const { runtime, session, differences, state: remembered } of sessions) {
      const results = await session.run({
        ...Object.fromEntries(
          columns.map(({ name, offset, size, shape }) => {
            const values = Float32Array.from({ length: COPIES * size }, (_, i) => {
              const copy = Math.floor(i / size);
              return raw.observations[copy * raw.observationSize + offset + (i % size)]!;
            });
            return [name, new runtime.Tensor("float32", values, [COPIES, ...shape])];
          }),
        ),
        ...(masks && { mask: new runtime.Tensor("bool", masks.slice(), [COPIES, masks.length / COPIES]) }),
        noise: new runtime.Tensor("float32", noise.slice(), [COPIES, model.noise.size]),
        ...(stateSize > 0 && { state: new runtime.Tensor("float32", remembered.slice(), [COPIES, stateSize]) }),
      });
      const dataOf = (name: string) => results[name]!.data as Float32Array;
      differences.action = Math.max(differences.action, difference(dataOf("action"), greedy));
      differences.sampledAction = Math.max(differences.sampledAction, difference(dataOf("sampled_action"), sampled));
      differences.value = Math.max(differences.value, difference(dataOf("value"), value as Float32Array));
      if (!nextState) continue;
      remembered.set(dataOf("next_state"));
      differences.state = Math.max(differences.state, difference(remembered, nextState) / largestOf(nextState));
    }
    environment.step(sampled);
    const { terminated, truncated } = environment;
    if (nextState) state.set(nextState);
    for (const states of [state, ...sessions.map((each) => each.state)]) {
      forgetEnded(states, stateSize, terminated, truncated);
    }
  }
  return sessions.map(({ differences }): { name: string } & Differences => differences);
}

function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`${a.length} numbers are compared with ${b.length}`);
  return Array.from(a).reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);
}

const largestOf = (values: ArrayLike<number>) =>
  Array.from(values).reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);

console.log(`Largest differences over ${STEPS} steps of ${COPIES} copies\n`);
console.log("| policy | runtime | action | sampled_action | value | next_state |\n|---|---|---|---|---|---|");
let largest = 0;
for (const each of cases) {
  for (const { name, action, sampledAction, value, state } of await compare(each)) {
    const numbers = [action, sampledAction, value, state].map((number) => number.toExponential(1));
    console.log(`| ${each.name} | ${name} | ${numbers.join(" | ")} |`);
    largest = Math.max(largest, action, sampledAction, state);
  }
}
console.log(`\nactions and states differ by at most ${largest.toExponential(1)}`);
process.exitCode = largest <= 1e-5 ? 0 : 1;
