export { mujocoTasks } from "./catalog.js";
export {
  type MujocoModelOptions,
  type MujocoTaskOptions,
  mujocoEnvironment,
  mujocoModelXml,
} from "./mujoco-environment.js";
export type * from "./task-keywords.js";
