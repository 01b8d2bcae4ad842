import { type ActorCritic, type ActorCriticOptions, createActorCritic } from "../../../policies/index.js";
import { createRandom } from "../../../random/index.js";
import { box, discrete } from "../../../spaces/index.js";
import { evaluate, input, type NdArray, ndArray, sum } from "../../../tensor/index.js";

const STATES = 5;
const OBSERVATION = 3;

export interface TinyPolicy {
  readonly name: string;
  readonly model: ActorCritic;
  readonly parameters: NdArray;
  /** `observation`, and `mask` where there is one: [states, …]. */
  readonly states: Readonly<Record<string, NdArray>>;
  readonly count: number;
  /**
   * Actions and weights whose sum is the exact expectation, in every state, of polynomials up to degree 5 in the action:
   * all actions with their probabilities, or the nodes of Gauss–Hermite quadrature.
   */
  enumerate(state: number): { readonly action: readonly number[]; readonly weight: number }[];
}

const observationSpace = box({ shape: [OBSERVATION], low: -3, high: 3 });

function tiny(name: string, options: Omit<ActorCriticOptions, "observationSpace">, seed = 1): TinyPolicy {
  const shared = typeof options.network === "object" && options.network.shared === true;
  const model = createActorCritic({ observationSpace, ...options, network: { hidden: [3], shared } });
  const random = createRandom(seed);
  const { size } = model.parameters;
  const draw = (count: number) => Array.from({ length: count }, () => Math.fround(0.7 * random.normal()));
  const parameters = ndArray([size], draw(size));
  const observation = ndArray([STATES, OBSERVATION], draw(STATES * OBSERVATION));
  const choices = model.family.parameterSize;
  const mask = ndArray(
    [STATES, choices],
    Array.from({ length: STATES * choices }, (_, i) => (i % choices === Math.floor(i / choices) % choices ? 0 : 1)),
  );
  const states = model.mask ? { observation, mask } : { observation };
  const bound = model.parameters.bind({ distribution: model.head.distribution.parameters });
  const rows = [...evaluate([bound.distribution], { parameters, ...states })[0]!.data];
  const row = (state: number) => rows.slice(state * choices, (state + 1) * choices);
  return {
    name,
    model,
    parameters,
    states,
    count: STATES,
    enumerate: (state) =>
      model.family.actionType === "int32" ? allActions(row(state)) : quadrature(row(state), model.family.actionSize),
  };
}

function allActions(logits: readonly number[]) {
  const largest = Math.max(...logits);
  const weights = logits.map((logit) => Math.exp(logit - largest));
  const total = weights.reduce((a, b) => a + b);
  return weights.map((weight, action) => ({ action: [action], weight: weight / total }));
}

const NODES = [
  { z: -Math.sqrt(3), weight: 1 / 6 },
  { z: 0, weight: 2 / 3 },
  { z: Math.sqrt(3), weight: 1 / 6 },
];

function quadrature(moments: readonly number[], size: number) {
  let nodes: { action: readonly number[]; weight: number }[] = [{ action: [], weight: 1 }];
  for (let dimension = 0; dimension < size; dimension++) {
    const [mean, std] = [moments[dimension]!, Math.exp(moments[size + dimension]!)];
    nodes = nodes.flatMap(({ action, weight }) =>
      NODES.map((node) => ({ action: [...action, mean + std * node.z], weight: weight * node.weight })),
    );
  }
  return nodes;
}

export const tinyPolicies = (): TinyPolicy[] => [
  tiny("categorical", { actionSpace: discrete(3) }),
  tiny("masked categorical", { actionSpace: discrete(4), masked: true }),
  tiny("Gaussian", { actionSpace: box({ shape: [2], low: -1, high: 1 }) }),
  tiny("categorical on a shared trunk", { actionSpace: discrete(3), network: { shared: true } }),
  tiny("Gaussian on a shared trunk", { actionSpace: box({ shape: [2], low: -1, high: 1 }), network: { shared: true } }),
];

/** F = E_s E_a[∇log π · ∇log πᵀ], row by row, in float64. */
export function denseFisher({ model, parameters, states, count, enumerate }: TinyPolicy): number[][] {
  const { head, family } = model;
  const size = model.parameters.size;
  const action = input("action", family.actionShape, family.actionType);
  const { score } = model.parameters.bind({ score: model.parameters.gradient(sum(head.distribution.logProb(action))) });
  const fisher = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (let state = 0; state < count; state++) {
    const one = Object.fromEntries(
      Object.entries(states).map(([name, { shape, data }]) => {
        const width = shape[1]!;
        return [name, ndArray([1, width], [...data].slice(state * width, (state + 1) * width))];
      }),
    );
    for (const { action: value, weight } of enumerate(state)) {
      const shape = family.actionShape.map((dimension) => (typeof dimension === "number" ? dimension : 1));
      const feeds = { parameters, ...one, action: ndArray(shape, value) };
      const gradient = evaluate([score], feeds)[0]!.data;
      for (let i = 0; i < size; i++) {
        for (let k = 0; k < size; k++) fisher[i]![k]! += (weight * gradient[i]! * gradient[k]!) / count;
      }
    }
  }
  return fisher;
}
