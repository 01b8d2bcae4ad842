// Plain definitions that import nothing of the library, so that threads need not compile its sources to load them.
// biome-ignore lint/correctness/noNodejsModules: threads exist in Node only
import { existsSync, writeFileSync } from "node:fs";

/** Where threads, which share no objects, learn what is to happen: see prepare-accident.ts. */
const VARIABLE = "PROXIMAL_TEST_ACCIDENT";

/** What a step waits for, in milliseconds: actors of another speed. */
const delay = () => {
  const end = performance.now() + Number(process.env.PROXIMAL_TEST_DELAY ?? 0);
  while (performance.now() < end);
};

/** Whoever steps environments leaves its process's number there. */
const introduce = () => {
  if (process.env.PROXIMAL_TEST_PROCESSES) writeFileSync(`${process.env.PROXIMAL_TEST_PROCESSES}/${process.pid}`, "");
};

function happen(draw, life) {
  const text = process.env[VARIABLE];
  if (text === undefined) return;
  const { kind, draw: chosen, step, marker } = JSON.parse(text);
  if (draw !== chosen || life !== step) return;
  if (!kind.endsWith("-always") && existsSync(marker)) return;
  writeFileSync(marker, "");
  if (kind === "exit") process.exit(1);
  if (kind.startsWith("hang")) for (;;) Math.sqrt(2);
  throw new Error("the physics exploded");
}

const walk = (id, restorable) => ({
  id,
  observationSpace: {
    kind: "box",
    shape: [2],
    low: new Float32Array(2).fill(-100),
    high: new Float32Array(2).fill(100),
  },
  actionSpace: { kind: "discrete", n: 3, start: 0 },
  maxEpisodeSteps: 15,
  create(random) {
    const draw = random.float();
    introduce();
    let position = 0;
    let life = 0;
    return {
      reset() {
        position = random.float();
        return [position, life % 7];
      },
      step(action) {
        life++;
        happen(draw, life);
        delay();
        position += (action - 0.8) * random.float();
        const terminated = position >= 3;
        return { observation: [position, life % 7], reward: terminated ? 1 : -0.125, terminated };
      },
      actionMask: () => [1, position > 1 ? 0 : 1, 1],
      ...(restorable && {
        getState: () => [position, life],
        setState(state) {
          [position, life] = state;
        },
      }),
    };
  },
});

export const threadedWalk = walk("ThreadedWalk-v0", true);
export const forgetfulWalk = walk("ForgetfulWalk-v0", false);

/** Computes for so many microseconds a step: physics that is worth a thread. */
export const busy = (microseconds) => ({
  id: `Busy${microseconds}-v0`,
  observationSpace: { kind: "box", shape: [4], low: new Float32Array(4).fill(-1), high: new Float32Array(4).fill(1) },
  actionSpace: { kind: "box", shape: [1], low: Float32Array.of(-1), high: Float32Array.of(1) },
  maxEpisodeSteps: 200,
  create(random) {
    let state = [0, 0, 0, 0];
    return {
      reset() {
        state = state.map(() => random.uniform(-0.1, 0.1));
        return state;
      },
      step([force]) {
        const end = performance.now() + microseconds / 1000;
        while (performance.now() < end);
        state = state.map((value) => Math.max(-1, Math.min(1, value + 0.1 * force + random.uniform(-0.05, 0.05))));
        return { observation: state, reward: -(state[0] ** 2), terminated: false };
      },
      getState: () => [...state],
      setState(saved) {
        state = [...saved];
      },
    };
  },
});

export const busy100 = busy(100);
