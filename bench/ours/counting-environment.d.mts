import type { EnvironmentDefinition } from "proximal";

export const counting: EnvironmentDefinition;
export function countIn(observations: Float32Array, row: number): number;
