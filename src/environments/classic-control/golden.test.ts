import { describe, expect, it } from "vitest";
import { replayGolden, type Trajectory } from "../checking/index.js";
import recorded from "../golden/classic-control.json" with { type: "json" };
import { findEnvironment } from "../registry.js";

const { _about, ...environments } = recorded;

describe("classic control", () => {
  it.each(Object.entries(environments))(
    "%s follows whole trajectories recorded from Gymnasium 1.4",
    (id, trajectories) => {
      const report = replayGolden(findEnvironment(id), trajectories as readonly Trajectory[]);
      expect(report.trajectories).toBe(4);
      expect(report.maxObservationError).toBeLessThanOrEqual(1e-5);
      expect(report.maxRewardError).toBeLessThanOrEqual(1e-5);
      expect(report.terminationMismatches).toBe(0);
    },
  );

  it("covers all five environments", () => {
    expect(Object.keys(environments).sort()).toEqual(
      ["Acrobot-v1", "CartPole-v1", "MountainCar-v0", "MountainCarContinuous-v0", "Pendulum-v1"].sort(),
    );
  });
});
