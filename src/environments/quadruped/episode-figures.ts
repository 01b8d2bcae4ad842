import { rewardTermNames } from "./rewards.js";

/** What is told of an episode: each reward term, weighted, and how well the robot walked. */
export const episodeFigures = [
  ...rewardTermNames.map(snakeCase),
  "speed_error",
  "swing_seconds",
  "swing_height",
  "fell",
] as const;

const TERMS = rewardTermNames.length;

/** What the figures beside the terms are made of: places after the terms' sums. */
const SPEED_ERROR = TERMS;
const FELL = TERMS + 1;
const SWINGS = TERMS + 2;
const SWING_SECONDS = TERMS + 3;
const SWING_HEIGHT = TERMS + 4;

/** Numbers of state that the figures are made of. */
export const FIGURE_SUMS = TERMS + 5;

function add(state: Float64Array, place: number, value: number): void {
  state[place] = state[place]! + value;
}

/** `sums`: where in a state the numbers of `FIGURE_SUMS` begin. */
export function addTerm(state: Float64Array, sums: number, term: number, weighted: number): void {
  add(state, sums + term, weighted);
}

export function addStep(state: Float64Array, sums: number, speedError: number, fell: boolean): void {
  add(state, sums + SPEED_ERROR, speedError);
  if (fell) state[sums + FELL] = 1;
}

export function addSwing(state: Float64Array, sums: number, seconds: number, height: number): void {
  add(state, sums + SWINGS, 1);
  add(state, sums + SWING_SECONDS, seconds);
  add(state, sums + SWING_HEIGHT, height);
}

/** Means over the steps and the swings of an episode, in the order of `episodeFigures`; NaN for swings that there were none of. */
export function readFigures(state: Float64Array, sums: number, steps: number, figures: Float64Array): void {
  for (let i = 0; i < TERMS; i++) figures[i] = state[sums + i]! / steps;
  const swings = state[sums + SWINGS]!;
  figures[TERMS] = state[sums + SPEED_ERROR]! / steps;
  figures[TERMS + 1] = state[sums + SWING_SECONDS]! / swings;
  figures[TERMS + 2] = state[sums + SWING_HEIGHT]! / swings;
  figures[TERMS + 3] = state[sums + FELL]!;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
