/** Prints the XML of every MuJoCo task by its id, for bench/peers/mujoco_models.py. */
import * as models from "../../src/environments/mujoco/models/index.js";

const byId = {
  "HalfCheetah-v5": models.halfCheetahModel,
  "Hopper-v5": models.hopperModel,
  "Walker2d-v5": models.walker2dModel,
  "Ant-v5": models.antModel,
  "Humanoid-v5": models.humanoidModel,
  "HumanoidStandup-v5": models.humanoidStandupModel,
  "Swimmer-v5": models.swimmerModel,
  "Reacher-v5": models.reacherModel,
  "InvertedPendulum-v5": models.invertedPendulumModel,
  "InvertedDoublePendulum-v5": models.invertedDoublePendulumModel,
  "Pusher-v5": models.pusherModel,
};

console.log(JSON.stringify(Object.fromEntries(Object.entries(byId).map(([id, model]) => [id, model()]))));
