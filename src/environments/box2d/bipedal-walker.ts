import { type Box, box } from "../../spaces/index.js";
import { defineEnvironment } from "../define.js";
import type { EnvironmentDefinition } from "../environment.js";
import { loadPhysics } from "./load-physics.js";
import { replayedEnvironment } from "./replayed-environment.js";

const JOINTS = 4;
const LIDAR_RAYS = 10;

/** Angle and speed of hip and knee, and whether the leg stands. */
const LEG_LOW = [-Math.PI, -5, -Math.PI, -5, 0];
const LEG_HIGH = [Math.PI, 5, Math.PI, 5, 5];
const RAYS = new Array<number>(LIDAR_RAYS).fill(1);
const OBSERVATION_SPACE = box({
  low: [-Math.PI, -5, -5, -5, ...LEG_LOW, ...LEG_LOW, ...RAYS.map((limit) => -limit)],
  high: [Math.PI, 5, 5, 5, ...LEG_HIGH, ...LEG_HIGH, ...RAYS],
});

function define(id: string, hardcore: boolean, maxEpisodeSteps: number): EnvironmentDefinition<Box, Box> {
  return defineEnvironment({
    id,
    observationSpace: OBSERVATION_SPACE,
    actionSpace: box({ shape: [JOINTS], low: -1, high: 1 }),
    maxEpisodeSteps,
    rewardThreshold: 300,
    load: async () => {
      const { beginWalk } = await loadPhysics();
      return {
        create: (random) =>
          replayedEnvironment({
            id,
            random,
            actionSize: JOINTS,
            begin: () => beginWalk(random, hardcore),
            write: (action: Float32Array, log, offset) => log.set(action, offset),
          }),
      };
    },
  });
}

/**
 * A hull on two legs walks over rolling ground; actions are shares of the torque of hip, knee, hip and knee. Rules,
 * rewards and observations of Gymnasium's BipedalWalker-v3. Needs the package `planck`.
 */
export const bipedalWalker = define("BipedalWalker-v3", false, 1600);

/** The same over stumps, stairs and pits: Gymnasium's BipedalWalkerHardcore-v3. */
export const bipedalWalkerHardcore = define("BipedalWalkerHardcore-v3", true, 2000);
