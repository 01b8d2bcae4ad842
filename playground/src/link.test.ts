import { describe, expect, it } from "vitest";
import { experimentFor } from "./experiment.js";
import { fromHash, toHash } from "./link.js";

describe("a link", () => {
  it("says everything of an experiment", () => {
    const experiment = {
      ...experimentFor("Pendulum-v1", "sac", 7),
      totalSteps: 1234,
      until: -200,
      pauseAt: 5,
      options: { gamma: 0.95, learningRate: { from: 1e-3, to: 0 }, network: { hidden: [32] } },
      against: { algorithm: "ppo", options: { gamma: 0.9 } },
    };
    expect(fromHash(toHash(experiment))).toEqual({ experiment, run: false, problems: [] });
  });

  it("without anything is CartPole with PPO's preset", () => {
    expect(fromHash("")).toEqual({ experiment: experimentFor("CartPole-v1", "ppo"), run: false, problems: [] });
  });

  it("tells every mistake, takes the defaults there, and does not begin by itself", () => {
    const { experiment, run, problems } = fromHash(
      "#environment=CartPol-v1&algorithm=pppo&seed=x&until=high&option.gamma=much&color=red&run=true",
    );
    expect(problems.map(({ message }) => message)).toEqual([
      'There is no environment "CartPol-v1".',
      'There is no algorithm "pppo".',
      'option "gamma" is much.',
      'The link has an unknown setting "color".',
      'until is "high".',
      'seed is "x".',
    ]);
    expect(experiment).toEqual(experimentFor("CartPole-v1", "ppo"));
    expect(run).toBe(false);
  });

  it("refuses an algorithm that does not apply, and environments that do not run in a page", () => {
    expect(fromHash("#environment=CartPole-v1&algorithm=sac").problems).toMatchObject([
      { message: "sac does not apply to CartPole-v1." },
    ]);
    expect(fromHash("#environment=AnymalFlat-v0").problems).toMatchObject([
      { message: "AnymalFlat-v0 does not run in the playground." },
    ]);
  });
});
