export { mujocoTasks } from "./catalog.js";
export {
  type MujocoModelOptions,
  type MujocoTaskId,
  type MujocoTaskOptions,
  mujocoEnvironment,
} from "./mujoco-environment.js";
