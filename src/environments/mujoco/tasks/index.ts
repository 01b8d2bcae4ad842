import type { MujocoTaskId } from "../task-keywords.js";
import { ant } from "./ant.js";
import { halfCheetah } from "./half-cheetah.js";
import { hopper } from "./hopper.js";
import { humanoid } from "./humanoid.js";
import { humanoidStandup } from "./humanoid-standup.js";
import { invertedDoublePendulum } from "./inverted-double-pendulum.js";
import { invertedPendulum } from "./inverted-pendulum.js";
import { pusher } from "./pusher.js";
import { reacher } from "./reacher.js";
import { swimmer } from "./swimmer.js";
import { walker2d } from "./walker2d.js";

/** Every MuJoCo task by its id. */
export const tasks = {
  "InvertedPendulum-v5": invertedPendulum,
  "InvertedDoublePendulum-v5": invertedDoublePendulum,
  "Reacher-v5": reacher,
  "Pusher-v5": pusher,
  "Swimmer-v5": swimmer,
  "HalfCheetah-v5": halfCheetah,
  "Hopper-v5": hopper,
  "Walker2d-v5": walker2d,
  "Ant-v5": ant,
  "Humanoid-v5": humanoid,
  "HumanoidStandup-v5": humanoidStandup,
} as const satisfies Readonly<Record<MujocoTaskId, unknown>>;
