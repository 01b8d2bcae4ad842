import type { PictureShape } from "../picture.js";
import type { Random } from "../random/index.js";
import type { Episode } from "./episode.js";
import { castLidar, LIDAR_RAYS } from "./lidar.js";
import { SCALE, STEPS_PER_SECOND, VIEW_HEIGHT, VIEW_WIDTH } from "./physics.js";
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

const STILL = new Float32Array(JOINTS);

/**
 * A walk by the rules, rewards and observations of Gymnasium's BipedalWalker-v3; actions are shares of the torques of hip,
 * knee, hip and knee.
 */
export function beginWalk(random: Random, hardcore: boolean): Episode {
  const terrain = walkerTerrain(random, hardcore);
  const walker = createWalker(terrain, random.uniform(-LARGEST_PUSH, LARGEST_PUSH));
  const { contacts, hull } = walker;
  let potential = 0;

  function advance(torques: Float32Array, offset: number): Float32Array {
    walker.step(torques, offset);
    const observation = new Float32Array(LENGTH);
    observation[0] = hull.angle;
    observation[1] = (2 * hull.angularSpeed) / STEPS_PER_SECOND;
    observation[2] = (0.3 * hull.speedX * VIEW_WIDTH) / STEPS_PER_SECOND;
    observation[3] = (0.3 * hull.speedY * VIEW_HEIGHT) / STEPS_PER_SECOND;
    for (let leg = 0; leg < 2; leg++) {
      const at = 4 + 5 * leg;
      observation[at] = walker.jointAngle(2 * leg);
      observation[at + 1] = walker.jointSpeed(2 * leg) / HIP_SPEED;
      observation[at + 2] = walker.jointAngle(2 * leg + 1) + 1;
      observation[at + 3] = walker.jointSpeed(2 * leg + 1) / KNEE_SPEED;
      observation[at + 4] = contacts.standing[leg] ? 1 : 0;
    }
    castLidar(terrain, hull.x, hull.y, observation, LIDAR_OFFSET);
    potential = PROGRESS * hull.x - TILT_COST * Math.abs(hull.angle);
    return observation;
  }

  return {
    firstObservation: advance(STILL, 0),

    step(actions, offset) {
      const before = potential;
      const observation = advance(actions, offset);
      if (contacts.crashed || hull.x < 0) return { observation, reward: -100, terminated: true };
      let reward = potential - before;
      for (let i = 0; i < JOINTS; i++) reward -= TORQUE_COST * Math.min(Math.abs(actions[offset + i]!), 1);
      return { observation, reward, terminated: hull.x > GOAL };
    },

    picture() {
      // Two thirds of the way ahead, as far as Gymnasium shows.
      const left = hull.x - VIEW_WIDTH / 5;
      const view = { left, right: left + VIEW_WIDTH, bottom: 0, top: VIEW_HEIGHT };
      const goal: PictureShape = { points: [GOAL, 0, GOAL, VIEW_HEIGHT], part: "goal" };
      return { view, shapes: [...(GOAL < view.right ? [goal] : []), ...walker.shapes(view)] };
    },
  };
}
