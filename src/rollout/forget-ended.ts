/** Where an episode has just ended, the next one begins with nothing remembered. `states`: [count, stateSize] */
export function forgetEnded(
  states: Float32Array,
  stateSize: number,
  terminated: Uint8Array,
  truncated: Uint8Array,
): void {
  for (let copy = 0; copy < terminated.length; copy++) {
    if (terminated[copy] === 1 || truncated[copy] === 1) states.fill(0, copy * stateSize, (copy + 1) * stateSize);
  }
}
