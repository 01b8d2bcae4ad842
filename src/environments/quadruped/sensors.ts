import type { MujocoData } from "../../mujoco/index.js";
import type { Motion } from "./motion.js";
import { noiseScales, type observationParts } from "./observation.js";
import { drawUniform } from "./state-random.js";
import type { QuadrupedLayout } from "./task-layout.js";

/** Measures, with noise, and puts together what the policy sees. */
export function createSensors(
  data: MujocoData,
  motion: Motion,
  noiseLevel: number,
  parts: ReturnType<typeof observationParts>,
  { at, sizes }: QuadrupedLayout,
) {
  const { measuredSize } = parts;
  const noise = noiseScales(motion.action.length, noiseLevel);
  const measured = new Float64Array(measuredSize);
  const kept = sizes.measurements;

  /**
   * Keeps what is measured now and writes what the policy sees: the measurement of the episode's delay ago. `first`: of an
   * episode, when nothing was measured before.
   */
  return (state: Float64Array, o: number, first: boolean): void => {
    parts.measure(measured, motion, data.qvel);
    const stream = o + at.stream;
    for (let i = 0; i < measuredSize; i++) {
      const amplitude = noise[i]!;
      if (amplitude > 0) measured[i] = measured[i]! + drawUniform(state, stream, -amplitude, amplitude);
    }
    const history = o + at.measurements;
    state.copyWithin(history + measuredSize, history, history + kept - measuredSize);
    for (let i = 0; i < measuredSize; i++) state[history + i] = measured[i]!;
    if (first) {
      for (let past = measuredSize; past < kept; past++) state[history + past] = measured[past % measuredSize]!;
    }
    const seen = history + measuredSize * state[o + at.delay]!;
    parts.write(state, o + at.observation, seen, o + at.command, o + at.actions);
  };
}
