// An environment that counts its transitions over all episodes and shows the count, and that fails where it is told to.
import { existsSync, writeFileSync } from "node:fs";
import { box, defineEnvironment, discrete } from "proximal";

/** Which copy (by the first number that it draws), at which transition, in which way, and the file that says it has happened. */
const faults = JSON.parse(process.env.BENCH_FAULTS ?? "[]");

function fail(draw, transition) {
  const fault = faults.find((one) => one.draw === draw && one.transition === transition);
  if (fault === undefined || existsSync(fault.marker)) return;
  writeFileSync(fault.marker, "");
  if (fault.kind === "killed") process.kill(process.pid, "SIGKILL");
  if (fault.kind === "exiting") process.exit(1);
  if (fault.kind === "throwing") throw new Error("the physics exploded");
  for (;;) Math.sqrt(2);
}

/** Counts are shown in two numbers, because float32 is exact up to 2^24 only and networks want small ones. */
const PART = 256;

export const counting = defineEnvironment({
  id: "Counting-v0",
  observationSpace: box({ shape: [3], low: -100, high: 100 }),
  actionSpace: discrete(3),
  maxEpisodeSteps: 50,
  create(random) {
    const draw = random.float();
    let transitions = 0;
    let position = 0;
    const observe = () => [position, Math.floor(transitions / PART) / PART, (transitions % PART) / PART];
    return {
      reset() {
        position = random.uniform(-0.5, 0.5);
        return observe();
      },
      step(action) {
        transitions++;
        fail(draw, transitions);
        position += 0.1 * (action - 1) + 0.05 * random.normal();
        return { observation: observe(), reward: -Math.abs(position), terminated: Math.abs(position) > 2 };
      },
      getState: () => [transitions, position],
      setState: (saved) => {
        [transitions, position] = saved;
      },
    };
  },
});

/** The count in an observation. */
export const countIn = (observations, row) =>
  PART * PART * observations[3 * row + 1] + PART * observations[3 * row + 2];
