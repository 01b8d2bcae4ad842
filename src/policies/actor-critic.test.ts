import { describe, expect, it } from "vitest";
import { UsageError } from "../errors.js";
import { createRandom } from "../random/index.js";
import { box, dict, discrete, multiBinary, multiDiscrete, type Space } from "../spaces/index.js";
import { evaluate, ndArray, sum } from "../tensor/index.js";
import { type ActorCriticOptions, createActorCritic } from "./index.js";

const observationSpace = box({ shape: [2, 2], low: -1, high: 1 });
const actionSpace = discrete(3);
const names = (options: Partial<ActorCriticOptions> = {}) =>
  createActorCritic({ observationSpace, actionSpace, ...options }).parameters.layout.map(({ name }) => name);

/** Distribution parameters and values for random observations and fresh parameters. */
function evaluateFresh(options: Partial<ActorCriticOptions>, rows: number, seed = 1) {
  const model = createActorCritic({ observationSpace, actionSpace, ...options });
  const random = createRandom(seed);
  const outputs = model.parameters.bind({ parameters: model.head.distribution.parameters, value: model.value });
  const values = model.parameters.initialize(random.split("parameters"));
  const observations = Float64Array.from({ length: rows * 4 }, () => random.uniform(-1, 1));
  const [parameters, value] = evaluate([outputs.parameters, outputs.value], {
    observation: ndArray([rows, 4], observations),
    parameters: ndArray([values.length], values),
  });
  return { model, parameters: parameters!.data, value: value!.data };
}

describe("an actor-critic", () => {
  it("has a trunk and a head for the policy and for the value", () => {
    expect(names({ network: { hidden: [8] } })).toEqual([
      "policy/layer0/weight",
      "policy/layer0/bias",
      "value/layer0/weight",
      "value/layer0/bias",
      "policy/head/weight",
      "policy/head/bias",
      "value/head/weight",
      "value/head/bias",
    ]);
  });

  it("may share the trunk", () => {
    expect(names({ network: { hidden: [8], shared: true } }).filter((name) => name.includes("layer"))).toEqual([
      "shared/layer0/weight",
      "shared/layer0/bias",
    ]);
  });

  it("may have a network of one's own", () => {
    const network: ActorCriticOptions["network"] = (scope, observation) => {
      expect(observation.shape).toEqual(["batch", 4]);
      scope.parameter("mine", [1], () => Float32Array.of(2));
      return { policy: observation, value: observation };
    };
    expect(names({ network })[0]).toBe("mine");
  });

  it("names what a network function should have returned", () => {
    const network = (() => ({})) as unknown as NonNullable<ActorCriticOptions["network"]>;
    expect(() => names({ network })).toThrow("gave nothing as features for the policy");
    const flat: ActorCriticOptions["network"] = (_scope, observation) => ({
      policy: observation,
      value: sum(observation, { axes: 1 }),
    });
    expect(() => names({ network: flat })).toThrow("a tensor of shape [batch] as features for the value");
  });

  it("begins nearly uniform: entropy ≥ 0.999 log n", () => {
    const { parameters } = evaluateFresh({}, 50);
    for (let row = 0; row < 50; row++) {
      const weights = [...parameters.subarray(row * 3, row * 3 + 3)].map(Math.exp);
      const total = weights.reduce((a, b) => a + b);
      const entropy = -weights.reduce((sum, weight) => sum + (weight / total) * Math.log(weight / total), 0);
      expect(entropy).toBeGreaterThanOrEqual(0.999 * Math.log(3));
    }
  });

  it("begins with means near 0, the initial log standard deviation and values of order 1", () => {
    const gaussian = { actionSpace: box({ shape: [2], low: -1, high: 1 }), exploration: { initialLogStd: -0.5 } };
    const { parameters, value } = evaluateFresh(gaussian, 20);
    for (let row = 0; row < 20; row++) {
      expect(Math.abs(parameters[row * 4]!)).toBeLessThan(0.1);
      expect(parameters[row * 4 + 2]).toBeCloseTo(-0.5, 6);
    }
    expect(Math.max(...value.map(Math.abs))).toBeGreaterThan(0.05);
  });

  it("takes noise as its distribution needs it", () => {
    const torque = box({ shape: [2], low: -1, high: 1 });
    expect(createActorCritic({ observationSpace, actionSpace }).noise).toEqual({ kind: "uniform", size: 3 });
    expect(createActorCritic({ observationSpace, actionSpace: torque }).noise).toEqual({ kind: "normal", size: 2 });
    expect(
      createActorCritic({
        observationSpace,
        actionSpace: torque,
        network: { hidden: [8, 6] },
        exploration: { stateDependent: true, samplePeriod: 4 },
      }).noise,
    ).toEqual({ kind: "normal", size: 12, period: 4 });
  });

  it("refuses action spaces that no distribution covers", () => {
    const build = () => createActorCritic({ observationSpace, actionSpace: dict({ arm: discrete(2) }) });
    expect(build).toThrow(UsageError);
    expect(build).toThrow("There is no policy for the action space");
  });

  it("has a distribution for every kind of choice", () => {
    const nameFor = (space: Space) => createActorCritic({ observationSpace, actionSpace: space }).family.name;
    expect([discrete(2), multiDiscrete([2, 3]), multiBinary(4)].map(nameFor)).toEqual([
      "categorical",
      "multi-categorical",
      "bernoulli",
    ]);
  });

  it.each([box({ shape: [2] }), multiBinary(2)])("refuses masks where there are no choices: $kind", (space) => {
    const build = () => createActorCritic({ observationSpace, actionSpace: space, masked: true });
    expect(build).toThrow(UsageError);
    expect(build).toThrow("no choices to mask");
  });

  it.each(["observation", "mask", "noise", "state", "action", "value", "normalizer/shift", "#3"])(
    "refuses a parameter called %s, which an exported policy could not hold, before anything is trained",
    (name) => {
      const network =
        (inner: string | undefined): NonNullable<ActorCriticOptions["network"]> =>
        (scope, observation) => {
          const place = inner === undefined ? scope : scope.scope(inner);
          place.parameter(name, [1], () => Float32Array.of(2));
          return { policy: observation, value: observation };
        };
      expect(() => names({ network: network(undefined) })).toThrow(UsageError);
      expect(() => names({ network: network(undefined) })).toThrow(`"${name}"`);
      expect(names({ network: network("mine") })[0]).toBe(`mine/${name}`);
    },
  );

  it("refuses a dict two of whose parts would be called the same in an exported policy", () => {
    const flag = discrete(2);
    const build = (space: Space) => createActorCritic({ observationSpace: space, actionSpace });
    expect(() => build(dict({ "a.b": flag, a: dict({ b: flag }) }))).toThrow('"observation.a.b"');
    expect(() => build(dict({ "a.c": flag, a: dict({ b: flag }) }))).not.toThrow();
  });

  it("refuses to squash actions into bounds that are not there, and names the element", () => {
    const half = box({ low: [-1, 0], high: [1, Number.POSITIVE_INFINITY] });
    const build = () => createActorCritic({ observationSpace, actionSpace: half, exploration: { squashed: true } });
    expect(build).toThrow(UsageError);
    expect(build).toThrow("element 1 of the action space has the bounds [0, Infinity]");
  });

  it("refuses two ways of letting the standard deviation depend on the state", () => {
    const exploration = { stateDependent: true, stateDependentStd: true };
    const actions = box({ shape: [1], low: -1, high: 1 });
    const build = () => createActorCritic({ observationSpace, actionSpace: actions, exploration });
    expect(build).toThrow("exploration.stateDependentStd");
  });

  it("refuses exploration options where actions are chosen, not measured", () => {
    const build = () => createActorCritic({ observationSpace, actionSpace, exploration: { stateDependent: true } });
    expect(build).toThrow(UsageError);
    expect(build).toThrow("exploration.stateDependent");
  });
});
