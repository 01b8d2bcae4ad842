// Environments whose physics takes 1, 10, 100 and 1000 µs a step: a fixed amount of arithmetic, so that a thread that has
// to share its core takes longer.
import { box, defineEnvironment } from "proximal";

/** Rounds of `compute` in a microsecond, as the bench measured them on this machine. */
const rounds = Number(process.env.BENCH_ROUNDS_PER_MICROSECOND ?? 100);

export function compute(times) {
  let x = 0.5;
  for (let i = 0; i < times; i++) x = 3.9 * x * (1 - x);
  return x;
}

const busy = (microseconds) =>
  defineEnvironment({
    id: `Busy${microseconds}-v0`,
    observationSpace: box({ shape: [8], low: -1, high: 1 }),
    actionSpace: box({ shape: [2], low: -1, high: 1 }),
    maxEpisodeSteps: 500,
    create(random) {
      const state = new Float32Array(8);
      return {
        reset() {
          random.fillUniform(state);
          return state;
        },
        step([force, torque]) {
          const noise = compute(microseconds * rounds) * 1e-3;
          for (let i = 0; i < 8; i++) state[i] = Math.tanh(state[i] + 0.05 * (i % 2 ? force : torque) + noise);
          return { observation: state, reward: -(state[0] ** 2), terminated: false };
        },
        getState: () => state.slice(),
        setState: (saved) => state.set(saved),
      };
    },
  });

export const busy1 = busy(1);
export const busy10 = busy(10);
export const busy100 = busy(100);
export const busy1000 = busy(1000);
