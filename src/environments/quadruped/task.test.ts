import { describe, expect, it } from "vitest";
import { createRandom } from "../../random/index.js";
import { randomActions, record } from "../testing.js";
import { vectorize } from "../vectorize.js";
import { anymalC, type QuadrupedOptions, quadrupedEnvironment } from "./index.js";
import { idle, single, still, told } from "./testing/one-copy.js";

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

describe("following commands on flat ground", () => {
  it("rewards moving as commanded over moving the other way", async () => {
    const rewardOf = async (forward: number) => {
      const { state, layout, step } = single(await quadrupedEnvironment(told(forward)));
      state[3] = 1;
      state[6] = 0;
      state[layout.at.velocity] = 1;
      return step(idle);
    };
    expect(await rewardOf(1)).toBeGreaterThan((await rewardOf(-1)) + 0.005);
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
});
