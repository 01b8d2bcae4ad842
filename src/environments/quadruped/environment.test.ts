import { describe, expect, it } from "vitest";
import { checkEnvironment } from "../checking/index.js";
import { loadEnvironment } from "../load-environment.js";
import { findEnvironment } from "../registry.js";
import { anymalC, quadrupedEnvironment, quadrupedTasks, type Robot } from "./index.js";
import { idle, single, still } from "./testing/one-copy.js";

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
