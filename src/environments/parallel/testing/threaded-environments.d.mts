import type { EnvironmentDefinition } from "../../environment.js";

export const threadedWalk: EnvironmentDefinition;
export const forgetfulWalk: EnvironmentDefinition;
export const busy100: EnvironmentDefinition;
