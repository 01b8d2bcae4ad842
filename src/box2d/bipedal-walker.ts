import { defineEnvironment, type EnvironmentDefinition } from "../environments/index.js";
import type { Random } from "../random/index.js";
import { type Box, box } from "../spaces/index.js";
import { castLidar, LIDAR_RAYS } from "./lidar.js";
import { SCALE, STEPS_PER_SECOND, VIEW_HEIGHT, VIEW_WIDTH } from "./physics.js";
import { type Episode, replayedEnvironment } from "./replayed-environment.js";
import { createWalker, HIP_SPEED, JOINTS, KNEE_SPEED } from "./walker.js";
import { CELL, GOAL_CELLS, TERRAIN_POINTS, walkerTerrain } from "./walker-terrain.js";

/** Newtons, to the left or right. */
const LARGEST_PUSH = 5;
/** Metres at which the walker has arrived. */
const GOAL = (TERRAIN_POINTS - GOAL_CELLS) * CELL;
/** Reward per metre: 300 and a little for all of the way. */
const PROGRESS = 130 / SCALE;
const TILT_COST = 5;
/** Reward per joint and step at full torque. */
const TORQUE_COST = 0.00035 * 80;

/** Hull, two legs of hip, knee and contact, lidar. */
const LIDAR_OFFSET = 14;
const LENGTH = LIDAR_OFFSET + LIDAR_RAYS;

const LEG_HIGH = [Math.PI, 5, Math.PI, 5, 5];
const LEG_LOW = [-Math.PI, -5, -Math.PI, -5, 0];
const OBSERVATION_SPACE = box({
  low: [-Math.PI, -5, -5, -5, ...LEG_LOW, ...LEG_LOW, ...new Array<number>(LIDAR_RAYS).fill(-1)],
  high: [Math.PI, 5, 5, 5, ...LEG_HIGH, ...LEG_HIGH, ...new Array<number>(LIDAR_RAYS).fill(1)],
});

const STILL = new Float32Array(JOINTS);

function beginEpisode(random: Random, hardcore: boolean): Episode {
  const terrain = walkerTerrain(random, hardcore);
  const walker = createWalker(terrain, random.uniform(-LARGEST_PUSH, LARGEST_PUSH));
  const { contacts } = walker;
  let potential = 0;

  function advance(torques: Float32Array, offset: number): Float32Array {
    walker.step(torques, offset);
    const observation = new Float32Array(LENGTH);
    observation[0] = walker.angle;
    observation[1] = (2 * walker.angularSpeed) / STEPS_PER_SECOND;
    observation[2] = (0.3 * walker.speedX * VIEW_WIDTH) / STEPS_PER_SECOND;
    observation[3] = (0.3 * walker.speedY * VIEW_HEIGHT) / STEPS_PER_SECOND;
    for (let leg = 0; leg < 2; leg++) {
      const at = 4 + 5 * leg;
      observation[at] = walker.jointAngle(2 * leg);
      observation[at + 1] = walker.jointSpeed(2 * leg) / HIP_SPEED;
      observation[at + 2] = walker.jointAngle(2 * leg + 1) + 1;
      observation[at + 3] = walker.jointSpeed(2 * leg + 1) / KNEE_SPEED;
      observation[at + 4] = contacts.standing[leg] ? 1 : 0;
    }
    castLidar(terrain, walker.x, walker.y, observation, LIDAR_OFFSET);
    potential = PROGRESS * walker.x - TILT_COST * Math.abs(walker.angle);
    return observation;
  }

  return {
    firstObservation: advance(STILL, 0),

    step(actions, offset) {
      const before = potential;
      const observation = advance(actions, offset);
      if (contacts.crashed || walker.x < 0) return { observation, reward: -100, terminated: true };
      let reward = potential - before;
      for (let i = 0; i < JOINTS; i++) reward -= TORQUE_COST * Math.min(Math.abs(actions[offset + i]!), 1);
      return { observation, reward, terminated: walker.x > GOAL };
    },
  };
}

function define(id: string, hardcore: boolean, maxEpisodeSteps: number): EnvironmentDefinition<Box, Box> {
  return defineEnvironment({
    id,
    observationSpace: OBSERVATION_SPACE,
    actionSpace: box({ shape: [JOINTS], low: -1, high: 1 }),
    maxEpisodeSteps,
    rewardThreshold: 300,
    create: (random) => {
      const begin = () => beginEpisode(random, hardcore);
      return replayedEnvironment<ArrayLike<number>>(
        { id, random, actionSize: JOINTS, begin },
        (action, log, offset) => {
          for (let i = 0; i < JOINTS; i++) log[offset + i] = action[i]!;
        },
      );
    },
  });
}

/**
 * A hull on two legs walks over rolling ground; actions are shares of the torque of hip, knee, hip and knee. Rules,
 * rewards and observations of Gymnasium's BipedalWalker-v3.
 */
export const bipedalWalker = define("BipedalWalker-v3", false, 1600);

/** The same over stumps, stairs and pits: Gymnasium's BipedalWalkerHardcore-v3. */
export const bipedalWalkerHardcore = define("BipedalWalkerHardcore-v3", true, 2000);
