import { createRandom } from "../../../random/index.js";
import { box } from "../../../spaces/index.js";
import { evaluate, type NdArray, ndArray } from "../../../tensor/index.js";
import { type SacGraphOptions, sacGradientGraph } from "../gradient-graph.js";
import { createSacModel, type SacModel } from "../model.js";

// Soft Actor-Critic once more, in plain arithmetic and without any of the library's distributions, networks or graphs.

const OBSERVATION = 2;
const ACTION = 2;
const BATCH = 5;
export const bounds = box({ low: [-1, 0], high: [1, 3] });

/** Networks small and smooth enough for finite differences. */
export function tinyModel(): SacModel {
  const observationSpace = box({ shape: [OBSERVATION], low: -1, high: 1 });
  const network = { hidden: [3], activation: "tanh" } as const;
  return createSacModel({ observationSpace, actionSpace: bounds }, { network, exploration: {} });
}

/** Random weights, a batch and noise. */
export function tinyFeeds({ actor, critics }: SacModel, seed = 1): Record<string, NdArray> {
  const random = createRandom(seed);
  const draw = (shape: number[], scale = 1) =>
    ndArray(
      shape,
      Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => scale * random.normal()),
    );
  const moments = (part: string, shape: number[]) => ({
    [`${part}/firstMoment`]: ndArray(shape, new Float64Array(shape[0] ?? 1)),
    [`${part}/secondMoment`]: ndArray(shape, new Float64Array(shape[0] ?? 1)),
    [`${part}/firstCorrection`]: ndArray([], [1 / (1 - 0.9)]),
    [`${part}/secondCorrection`]: ndArray([], [1 / Math.sqrt(1 - 0.999)]),
  });
  return {
    actor: draw([actor.size], 0.7),
    critics: draw([critics.size], 0.7),
    targets: draw([critics.size], 0.7),
    alpha: ndArray([], [Math.log(0.3)]),
    observation: draw([BATCH, OBSERVATION]),
    action: ndArray(
      [BATCH, ACTION],
      Float64Array.from({ length: BATCH * ACTION }, () => random.uniform(-1, 1)),
    ),
    reward: draw([BATCH]),
    terminated: ndArray([BATCH], [0, 1, 0, 0, 1]),
    nextObservation: draw([BATCH, OBSERVATION]),
    noise: draw([BATCH, ACTION]),
    nextNoise: draw([BATCH, ACTION]),
    learningRate: ndArray([], [0.01]),
    ...moments("actor", [actor.size]),
    ...moments("critics", [critics.size]),
    ...moments("alpha", []),
  };
}

/** The graph's outputs in float64. */
export function runGraph(model: SacModel, options: SacGraphOptions, feeds: Readonly<Record<string, NdArray>>) {
  const graph = sacGradientGraph(model, options);
  const names = Object.keys(graph) as (keyof typeof graph)[];
  const values = evaluate(
    names.map((name) => graph[name]),
    feeds,
  );
  return Object.fromEntries(names.map((name, i) => [name, [...values[i]!.data]])) as Record<
    keyof typeof graph,
    number[]
  >;
}

type Vector = readonly number[];

/** tanh layer, then the named linear layers of its output. */
function network(model: SacModel, part: "actor" | "critics", vector: Vector) {
  const { offset } = model[part];
  const parameter = (name: string) => {
    const entry = model.parameters.layout.find((candidate) => candidate.name === name);
    if (!entry) throw new Error(`There is no parameter ${name}.`);
    return vector.slice(entry.offset - offset, entry.offset - offset + entry.size);
  };
  const linear = (scope: string, x: Vector) => {
    const weight = parameter(`${scope}/weight`);
    return parameter(`${scope}/bias`).map(
      (bias, column, { length }) =>
        bias + x.reduce((total, value, row) => total + value * weight[row * length + column]!, 0),
    );
  };
  return linear;
}

const rowOf = ({ shape, data }: NdArray, row: number): number[] => {
  const width = shape[1] ?? 1;
  return Array.from({ length: width }, (_, i) => data[row * width + i]!);
};

/** tanh(u) for u = μ + σε, and its log-probability. */
function act(model: SacModel, actor: Vector, observation: Vector, noise: Vector) {
  const linear = network(model, "actor", actor);
  const features = linear("policy/layer0", observation).map(Math.tanh);
  const mean = linear("policy/head", features);
  const logStd = linear("policy/head/logStd", features).map((x) => Math.min(Math.max(x, -20), 2));
  const u = mean.map((mu, i) => mu + Math.exp(logStd[i]!) * noise[i]!);
  const logProb = u.reduce((total, ui, i) => {
    const gaussian = -0.5 * noise[i]! ** 2 - logStd[i]! - 0.5 * Math.log(2 * Math.PI);
    return total + gaussian - Math.log(1 - Math.tanh(ui) ** 2);
  }, 0);
  return { action: u.map(Math.tanh), logProb };
}

function qOf(model: SacModel, critics: Vector, i: number, observation: Vector, action: Vector): number {
  const linear = network(model, "critics", critics);
  const features = linear(`critic/${i}/layer0`, [...observation, ...action]).map(Math.tanh);
  return linear(`critic/${i}/head`, features)[0]!;
}

const minQ = (model: SacModel, critics: Vector, observation: Vector, action: Vector) =>
  Math.min(qOf(model, critics, 0, observation, action), qOf(model, critics, 1, observation, action));

const average = (f: (row: number) => number) =>
  Array.from({ length: BATCH }, (_, row) => f(row)).reduce((a, b) => a + b) / BATCH;

/** y of one row. */
export function targetOf(
  model: SacModel,
  gamma: number,
  feeds: Readonly<Record<string, NdArray>>,
  row: number,
): number {
  const { actor, targets, alpha, reward, terminated, nextObservation, nextNoise } = feeds as Record<string, NdArray>;
  const next = rowOf(nextObservation!, row);
  const { action, logProb } = act(model, [...actor!.data], next, rowOf(nextNoise!, row));
  const soft = minQ(model, [...targets!.data], next, action) - Math.exp(alpha!.data[0]!) * logProb;
  return reward!.data[row]! + gamma * (1 - terminated!.data[row]!) * soft;
}

export function criticLossOf(
  model: SacModel,
  gamma: number,
  feeds: Readonly<Record<string, NdArray>>,
  critics: Vector,
): number {
  return average((row) => {
    const y = targetOf(model, gamma, feeds, row);
    const [observation, action] = [rowOf(feeds.observation!, row), rowOf(feeds.action!, row)];
    const errors = [0, 1].map((i) => (qOf(model, critics, i, observation, action) - y) ** 2);
    return 0.5 * (errors[0]! + errors[1]!);
  });
}

export function actorLossOf(
  model: SacModel,
  feeds: Readonly<Record<string, NdArray>>,
  actor: Vector,
  critics: Vector,
): number {
  return average((row) => {
    const observation = rowOf(feeds.observation!, row);
    const { action, logProb } = act(model, actor, observation, rowOf(feeds.noise!, row));
    return Math.exp(feeds.alpha!.data[0]!) * logProb - minQ(model, critics, observation, action);
  });
}

export const meanLogProb = (model: SacModel, feeds: Readonly<Record<string, NdArray>>) =>
  average(
    (row) => act(model, [...feeds.actor!.data], rowOf(feeds.observation!, row), rowOf(feeds.noise!, row)).logProb,
  );

/** Central differences. */
export function slopeOf(f: (x: Vector) => number, at: Vector, h = 1e-5): number[] {
  const moved = (i: number, by: number) => at.map((x, k) => (k === i ? x + by : x));
  return at.map((_, i) => (f(moved(i, h)) - f(moved(i, -h))) / (2 * h));
}
