export {
  type RoughQuadrupedEnvironment,
  roughQuadrupedEnvironment,
  roughSpaces,
  roughTasks,
} from "./environment.js";
export { privilegedNames } from "./privileged.js";
export type { CurriculumOptions, PerceptionOptions, RoughQuadrupedOptions } from "./rough-options.js";
export type { RoughDynamics, TerrainLayout } from "./rough-task.js";
