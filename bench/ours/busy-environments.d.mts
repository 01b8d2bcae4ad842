export function compute(times: number): number;
