import { describe, expect, it } from "vitest";
import { createRandom } from "../../random/index.js";
import { checkEnvironment } from "../checking/index.js";
import { loadEnvironment } from "../load-environment.js";
import { findEnvironment } from "../registry.js";
import { randomActions, record } from "../testing.js";
import { vectorize } from "../vectorize.js";
import {
  anymalC,
  jointsOf,
  observationNames,
  type QuadrupedEnvironment,
  type QuadrupedOptions,
  quadrupedEnvironment,
  quadrupedTasks,
  type Robot,
} from "./index.js";

/** Nothing is drawn: no noise, no pushes, one friction, a start at rest. */
const still: QuadrupedOptions = {
  sensing: { noise: 0 },
  start: { joints: 0, velocity: 0 },
  randomization: { friction: [0.8, 0.8], pushSpeed: 0 },
};

/** Everything that can be random is. */
const wild: QuadrupedOptions = {
  commands: { seconds: 0.2 },
  sensing: { noise: 1, delay: [0, 0.06] },
  randomization: {
    friction: [0.3, 1.2],
    baseMass: [-0.1, 0.2],
    motorStrength: [0.8, 1.2],
    latency: [0, 0.045],
    pushSeconds: 0.3,
  },
  speedTorqueCurve: true,
};

const command = (forward: number, lateral = 0, yaw = 0): QuadrupedOptions => ({
  ...still,
  commands: { forward: [forward, forward], lateral: [lateral, lateral], yaw: [yaw, yaw], standing: 0 },
});

const at = (robot: Robot, name: string) => observationNames(jointsOf(robot).map((joint) => joint.name)).indexOf(name);

/** One copy that is stepped by hand. */
function single({ dynamics, observationSpace }: QuadrupedEnvironment, seed = 1) {
  const state = new Float64Array(dynamics.stateSize);
  const size = observationSpace.shape[0]!;
  dynamics.reset(state, 0, createRandom(seed));
  const seen = () => {
    const observation = new Float32Array(size);
    dynamics.observe(state, 0, observation, 0);
    return observation;
  };
  return { state, layout: dynamics.layout, seen, step: (actions: Float32Array) => dynamics.step(state, 0, actions, 0) };
}

const idle = new Float32Array(12);

describe("a quadruped on flat ground", () => {
  it.each(quadrupedTasks.map(({ id }) => id).filter((id) => id.includes("Flat")))(
    "%s is what its registration promised, and keeps the contract",
    async (id) => {
      const loaded = await loadEnvironment(findEnvironment(id));
      const {
        id: name,
        observationSpace,
        actionSpace,
        maxEpisodeSteps,
      } = await quadrupedEnvironment({ robot: id.startsWith("Go1") ? "go1" : "anymal-c" });
      expect({ id: name, observationSpace, actionSpace, maxEpisodeSteps }).toEqual({
        id: loaded.id,
        observationSpace: loaded.observationSpace,
        actionSpace: loaded.actionSpace,
        maxEpisodeSteps: loaded.maxEpisodeSteps,
      });
      expect(checkEnvironment(loaded, { steps: 60 }).problems).toEqual([]);
    },
  );

  it.each(["anymal-c", "go1"] as const)("%s stands for 2 s when told to do nothing", async (robot) => {
    const { step, seen, state, layout } = single(await quadrupedEnvironment({ ...still, robot }));
    for (let i = 0; i < 100; i++) {
      step(idle);
      expect(state[layout.at.terminal]).toBe(0);
    }
    // gravity points down
    expect(seen()[8]).toBeLessThan(-0.99);
  });

  it("sees itself move ahead, to the left and turning left as positive, in its own frame", async () => {
    const { state, layout, step, seen } = single(await quadrupedEnvironment(command(0)));
    const yaw = 2.5;
    state[3] = Math.cos(yaw / 2);
    state[6] = Math.sin(yaw / 2);
    // 1 m/s ahead and 0.5 m/s to the left, told in the world's frame
    state[layout.at.velocity] = Math.cos(yaw) - 0.5 * Math.sin(yaw);
    state[layout.at.velocity + 1] = Math.sin(yaw) + 0.5 * Math.cos(yaw);
    state[layout.at.velocity + 5] = 1;
    step(idle);
    const [ahead, left, , , , turning] = seen();
    expect(ahead).toBeGreaterThan(0.4);
    expect(left).toBeGreaterThan(0.15);
    expect(turning).toBeGreaterThan(0.3);
  });

  it("weighs the reward's terms as its robot asks for, unless the task says otherwise", async () => {
    const figure = async (options: QuadrupedOptions) => {
      const robot = { ...anymalC, name: "eager", rewards: { alive: 2 } };
      const { dynamics } = await quadrupedEnvironment({ ...still, robot, ...options });
      const state = new Float64Array(dynamics.stateSize);
      dynamics.reset(state, 0, createRandom(1));
      dynamics.step(state, 0, idle, 0);
      const figures = new Float64Array(dynamics.episodeFigures!.length);
      dynamics.readEpisodeFigures!(state, 0, figures);
      return figures[dynamics.episodeFigures!.indexOf("alive")];
    };
    expect(await figure({})).toBe(2);
    expect(await figure({ rewards: { tilt: 0 } })).toBe(2);
    expect(await figure({ rewards: { alive: 0.5 } })).toBe(0.5);
  });

  it("rewards moving as commanded over moving the other way", async () => {
    const rewardOf = async (forward: number) => {
      const { state, layout, step } = single(await quadrupedEnvironment(command(forward)));
      state[3] = 1;
      state[6] = 0;
      state[layout.at.velocity] = 1;
      return step(idle);
    };
    expect(await rewardOf(1)).toBeGreaterThan((await rewardOf(-1)) + 0.005);
  });

  it("lays observations out as its names say", async () => {
    const environment = await quadrupedEnvironment(command(0.75, -0.25, 0.5));
    const { seen, step } = single(environment);
    const actions = Float32Array.from({ length: 12 }, (_, i) => (i === 4 ? 0.5 : 0));
    for (let i = 0; i < 25; i++) step(actions);
    const observation = seen();
    expect(observationNames(jointsOf(anymalC).map(({ name }) => name))).toHaveLength(observation.length);
    expect(observation[at(anymalC, "command.forward")]).toBe(0.75);
    expect(observation[at(anymalC, "command.lateral")]).toBe(-0.25);
    expect(observation[at(anymalC, "command.yaw")]).toBe(0.5);
    expect(observation[at(anymalC, "last_action.right_front_hfe")]).toBe(0.5);
    // 0.5 · 0.5 rad, less what the weight takes
    expect(observation[at(anymalC, "angle.right_front_hfe")]).toBeGreaterThan(0.1);
    expect(Math.abs(observation[at(anymalC, "angle.left_hind_hfe")]!)).toBeLessThan(0.15);
  });

  it("draws new commands during an episode, within their ranges", async () => {
    const { seen, step } = single(
      await quadrupedEnvironment({
        ...still,
        commands: { forward: [0.5, 1], lateral: [0, 0], yaw: [-1, 0], seconds: 0.1, standing: 0 },
      }),
    );
    const commands = new Set<number>();
    for (let i = 0; i < 50; i++) {
      step(idle);
      const [forward, lateral, yaw] = seen().subarray(9, 12);
      commands.add(forward!);
      expect(forward).toBeGreaterThanOrEqual(0.5);
      expect(forward).toBeLessThanOrEqual(1);
      expect(lateral).toBe(0);
      expect(yaw).toBeLessThanOrEqual(0);
    }
    // every 5 steps
    expect(commands.size).toBe(11);
  });

  it("delays what is measured by the seconds asked for, and nothing else", async () => {
    const prompt = single(await quadrupedEnvironment(still));
    const late = single(await quadrupedEnvironment({ ...still, sensing: { noise: 0, delay: [0.04, 0.04] } }));
    const random = createRandom(4);
    const history = [prompt.seen()];
    for (let i = 0; i < 10; i++) {
      const actions = Float32Array.from({ length: 12 }, () => random.uniform(-0.5, 0.5));
      prompt.step(actions);
      late.step(actions);
      history.push(prompt.seen());
      const before = history[Math.max(0, history.length - 3)]!;
      expect([...late.seen().subarray(0, 9)]).toEqual([...before.subarray(0, 9)]);
      expect([...late.seen().subarray(12, 36)]).toEqual([...before.subarray(12, 36)]);
      expect([...late.seen().subarray(36)]).toEqual([...actions]);
    }
  });

  it("lets an action take effect as late as the latency says", async () => {
    const kicked = Float32Array.from({ length: 12 }, (_, i) => (i % 3 === 0 ? 0 : 1));
    /** How far the joints are from where they would be without the action. */
    const effectOf = async (latency: number, steps: number) => {
      const options = { ...still, randomization: { ...still.randomization, latency: [latency, latency] as const } };
      const environment = await quadrupedEnvironment(options);
      const [kick, rest] = [kicked, idle].map((actions) => {
        const { step, seen } = single(environment);
        for (let i = 0; i < steps; i++) step(actions);
        return seen().subarray(12, 24);
      });
      return Math.max(...kick!.map((angle, i) => Math.abs(angle - rest![i]!)));
    };
    const prompt = await effectOf(0, 1);
    expect(prompt).toBeGreaterThan(0.05);
    // 8 simulation steps are two control steps
    expect(await effectOf(0.04, 2)).toBe(0);
    expect(await effectOf(0.04, 3)).toBeGreaterThan(0.05);
    // and 2 are half of one
    const half = await effectOf(0.01, 1);
    expect(half).toBeGreaterThan(0.1 * prompt);
    expect(half).toBeLessThan(0.7 * prompt);
  });

  it("a heavier base sinks lower, and weaker motors hold less", async () => {
    const heightWith = async (randomization: object) => {
      const { state, step } = single(
        await quadrupedEnvironment({ ...still, randomization: { ...still.randomization, ...randomization } }),
      );
      for (let i = 0; i < 60; i++) step(idle);
      return state[2]!;
    };
    const nominal = await heightWith({});
    expect(await heightWith({ baseMass: [0.4, 0.4] })).toBeLessThan(nominal - 0.003);
    expect(await heightWith({ motorStrength: [0.7, 0.7] })).toBeLessThan(nominal - 0.003);
    // what was changed for one copy is not left behind for another
    expect(await heightWith({})).toBe(nominal);
  });

  it("pushes it, where pushes are asked for", async () => {
    const speedsWith = async (randomization: object) => {
      const { seen, step } = single(
        await quadrupedEnvironment({ ...still, randomization: { ...still.randomization, ...randomization } }),
      );
      let fastest = 0;
      for (let i = 0; i < 100; i++) {
        step(idle);
        if (i > 20) fastest = Math.max(fastest, Math.hypot(seen()[0]!, seen()[1]!));
      }
      return fastest;
    };
    expect(await speedsWith({})).toBeLessThan(0.05);
    expect(await speedsWith({ pushSpeed: 1, pushSeconds: 0.5 })).toBeGreaterThan(0.2);
  });

  it("continues from a saved state bit for bit: physics, commands, delays, pushes and what was drawn", async () => {
    const definition = await quadrupedEnvironment(wild);
    const vector = vectorize(definition, 3, createRandom(1), { training: true });
    vector.reset();
    record(vector, 10);
    const state = vector.getState();
    const expected = record(vector, 60);
    const other = vectorize(definition, 3, createRandom(2), { training: true });
    other.reset();
    record(other, 5);
    other.setState(state);
    expect(record(other, 60)).toEqual(expected);
  });

  it("plays the same in one copy as among many that take turns in the same simulation", async () => {
    const definition = await quadrupedEnvironment(wild);
    const [alone, among] = [1, 4].map((count) => vectorize(definition, count, createRandom(7)));
    alone!.reset();
    among!.reset();
    const random = createRandom(3);
    for (let step = 0; step < 40; step++) {
      const actions = randomActions(among!, random);
      among!.step(actions);
      alone!.step(actions.slice(0, 12));
      expect([...alone!.observations]).toEqual([...among!.observations.subarray(0, 48)]);
      expect(alone!.rewards[0]).toBe(among!.rewards[0]);
    }
  });

  it("tells of each episode its terms, weighted, whose sum times the seconds of a step is the return", async () => {
    const definition = await quadrupedEnvironment({ ...still, onlyPositiveRewards: false, episodeSeconds: 0.2 });
    const vector = vectorize(definition, 1, createRandom(1));
    vector.reset();
    for (let i = 0; i < 10; i++) vector.step(idle);
    const [episode] = vector.finishedEpisodes;
    const { speed_error, swing_seconds, swing_height, fell, ...terms } = episode!.figures!;
    expect(Object.keys(terms)).toContain("linear_velocity");
    const sum = Object.values(terms).reduce((total, value) => total + value, 0);
    expect(episode!.length).toBe(10);
    expect(episode!.episodeReturn).toBeCloseTo(sum * 10 * 0.02, 9);
    expect(fell).toBe(0);
    expect(speed_error).toBeGreaterThan(0);
    // no foot ever left the ground
    expect([swing_seconds, swing_height]).toEqual([Number.NaN, Number.NaN]);
  });

  it("ends an episode when the robot has fallen, and says so", async () => {
    const vector = vectorize(await quadrupedEnvironment(still), 1, createRandom(1));
    vector.reset();
    const collapse = Float32Array.from({ length: 12 }, (_, i) => [0, 4, -4][i % 3]!);
    let ended = false;
    for (let i = 0; i < 200 && !ended; i++) {
      vector.step(collapse);
      ended = vector.terminated[0] === 1;
    }
    expect(ended).toBe(true);
    expect(vector.finishedEpisodes[0]!.figures!.fell).toBe(1);
  });

  it("takes a robot of the user's own, whatever its number of legs and joints", async () => {
    const hexapod: Robot = {
      ...anymalC,
      name: "hexapod",
      legs: [-1, 1].flatMap((side) =>
        [0.4, 0, -0.4].map((x, i) => ({
          name: `leg_${side}_${i}`,
          joints: [
            {
              name: `hip_${side}_${i}`,
              position: [x, 0.2 * side, 0],
              axis: [1, 0, 0],
              range: [-0.5, 0.5],
              standing: 0,
              torqueLimit: 100,
              link: { mass: 1, centerOfMass: [0, 0, -0.2], inertia: [0.02, 0.02, 0.001] },
            },
          ],
          foot: { name: `foot_${side}_${i}`, position: [0, 0, -0.4], radius: 0.03 },
        })),
      ),
    };
    const definition = await quadrupedEnvironment({ robot: hexapod });
    expect(definition).toMatchObject({
      id: "hexapodFlat-v0",
      actionSpace: { shape: [6] },
      observationSpace: { shape: [30] },
    });
    expect(checkEnvironment(definition, { steps: 20 }).problems).toEqual([]);
  });
});

describe("what is wrong with a robot or a task is named", () => {
  const [firstLeg, ...otherLegs] = anymalC.legs;
  const [firstJoint, ...otherJoints] = firstLeg!.joints;
  const withJoint = (changes: object): Robot => ({
    ...anymalC,
    legs: [{ ...firstLeg!, joints: [{ ...firstJoint!, ...changes }, ...otherJoints] }, ...otherLegs],
  });
  const { foot: _, ...footless } = firstLeg!;

  it.each<[string, unknown, object]>([
    [
      "a leg without a foot",
      { ...anymalC, legs: [footless] },
      { code: "invalid-option", message: expect.stringContaining("legs.0.foot") },
    ],
    [
      "a leg without joints",
      { ...anymalC, legs: [{ ...firstLeg!, joints: [] }] },
      { fix: expect.stringContaining("at least one joint") },
    ],
    ["no legs", { ...anymalC, legs: [] }, { fix: expect.stringContaining("at least one leg") }],
    ["a misspelled key", { ...anymalC, lags: [] }, { code: expect.stringMatching(/option/) }],
    [
      "two joints of one name",
      withJoint({ name: "left_front_hfe" }),
      { code: "invalid-robot", message: expect.stringContaining('"left_front_hfe"') },
    ],
    [
      "a standing angle out of reach",
      withJoint({ standing: 1 }),
      { code: "invalid-robot", message: expect.stringContaining("1 rad, its range is -0.72 to 0.49") },
    ],
    [
      "moments of no body",
      withJoint({ link: { ...firstJoint!.link, inertia: [1, 0.1, 0.1] } }),
      { fix: expect.stringContaining("real body") },
    ],
    [
      "a foot without a name",
      { ...anymalC, legs: [{ ...firstLeg!, foot: { ...firstLeg!.foot, name: undefined } }, ...otherLegs] },
      { code: "invalid-option", message: expect.stringContaining('"legs.0.foot.name"') },
    ],
    [
      "a joint with a name of the model's own",
      withJoint({ name: "root" }),
      { code: "invalid-robot", message: expect.stringContaining('named "root"') },
    ],
    [
      "a misspelled weight of its own",
      { ...anymalC, rewards: { airtime: 1 } },
      { code: "unknown-option", fix: expect.stringContaining('"rewards.airTime"') },
    ],
    [
      "a weight that is no number",
      { ...anymalC, rewards: { airTime: Number.NaN } },
      { code: "invalid-option", message: expect.stringContaining('"rewards.airTime" is NaN') },
    ],
    [
      "a box without a size",
      {
        ...anymalC,
        base: { ...anymalC.base, shapes: [{ kind: "box", center: [0, 0, 0], halfSizes: [0.1, 0, 0.1] }] },
      },
      { code: "invalid-option", message: expect.stringContaining("base.shapes.0.halfSizes.1") },
    ],
    [
      "a capsule without a length",
      {
        ...anymalC,
        base: { ...anymalC.base, shapes: [{ kind: "capsule", from: [0, 0, 1], to: [0, 0, 1], radius: 0.1 }] },
      },
      { code: "invalid-option", fix: expect.stringContaining("let from and to differ") },
    ],
    [
      "feet above the base",
      { ...anymalC, legs: anymalC.legs.map((leg) => ({ ...leg, foot: { ...leg.foot, position: [0, 0, 3] } })) },
      { code: "invalid-standing-pose", message: expect.stringContaining("above its base") },
    ],
    [
      "a body in the ground",
      {
        ...anymalC,
        base: { ...anymalC.base, shapes: [{ kind: "box", center: [0, 0, -0.5], halfSizes: [0.1, 0.1, 0.1] }] },
      },
      { code: "invalid-standing-pose", message: expect.stringContaining("a part other than a foot is in the ground") },
    ],
    [
      "a pose that falls",
      { ...anymalC, base: { ...anymalC.base, centerOfMass: [1.5, 0, 0] } },
      { code: "invalid-standing-pose", message: expect.stringContaining("leans by") },
    ],
    [
      "motors that cannot carry it",
      { ...anymalC, actuation: { ...anymalC.actuation, stiffness: 2 } },
      { code: "invalid-standing-pose" },
    ],
  ])("%s", async (_what, robot, expected) => {
    await expect(quadrupedEnvironment({ robot: robot as Robot })).rejects.toMatchObject(expected);
  });

  it.each<[string, object, object]>([
    [
      "a range the wrong way round",
      { commands: { forward: [1, -1] } },
      { code: "invalid-option", message: expect.stringContaining("commands.forward") },
    ],
    ["a range that is no number", { commands: { yaw: [0, Number.NaN] } }, { code: "invalid-option" }],
    [
      "an unknown reward",
      { rewards: { airtime: 1 } },
      { code: "unknown-option", fix: expect.stringContaining("airTime") },
    ],
    ["a negative friction", { randomization: { friction: [-1, 1] } }, { code: "invalid-option" }],
    ["an unknown robot", { robot: "spot" }, { code: "unknown-robot" }],
  ])("%s", async (_what, options, expected) => {
    await expect(quadrupedEnvironment(options as QuadrupedOptions)).rejects.toMatchObject(expected);
  });
});
