import { describe, expect, it } from "vitest";
import { replayGolden, type Trajectory } from "../checking/index.js";
import recorded from "../golden/mujoco.json" with { type: "json" };
import { loadEnvironment } from "../load-environment.js";
import { findEnvironment } from "../registry.js";
import { mujocoTasks } from "./index.js";

const { _about, ...environments } = recorded;

describe("MuJoCo tasks", () => {
  it.each(Object.entries(environments))(
    "%s follows episodes recorded from Gymnasium 1.4 to the last digit of float32",
    async (id, trajectories) => {
      const definition = await loadEnvironment(findEnvironment(id));
      const report = replayGolden(definition, trajectories as readonly Trajectory[]);
      expect(report.trajectories).toBe(2);
      expect(report.maxObservationError).toBeLessThan(6.5e-8);
      expect(report.maxRewardError).toBeLessThan(1e-10);
      expect(report.terminationMismatches).toBe(0);
    },
  );

  it("covers all of them", () => {
    expect(Object.keys(environments).sort()).toEqual(mujocoTasks.map(({ id }) => id).sort());
  });
});
