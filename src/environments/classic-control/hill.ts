/** The valley that both mountain cars drive in: height ∝ sin(3 position). */
export const LEFT_WALL = -1.2;
export const RIGHT_WALL = 0.6;
export const SPEED_LIMIT = 0.07;
export const GRAVITY = 0.0025;

/** Advances [position, velocity] under `push` and gravity; the left wall stops the car (Moore 1990). */
export function drive(state: Float64Array, offset: number, push: number): void {
  const position = state[offset]!;
  let velocity = state[offset + 1]! + push - GRAVITY * Math.cos(3 * position);
  velocity = Math.min(Math.max(velocity, -SPEED_LIMIT), SPEED_LIMIT);
  const next = Math.min(Math.max(position + velocity, LEFT_WALL), RIGHT_WALL);
  state[offset] = next;
  state[offset + 1] = next === LEFT_WALL && velocity < 0 ? 0 : velocity;
}
