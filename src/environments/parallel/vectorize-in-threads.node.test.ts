import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { RunError } from "../../errors.js";
import { createRandom } from "../../random/index.js";
import { cartPole, pendulum } from "../classic-control/index.js";
import type { EnvironmentDefinition, VectorEnvironment } from "../environment.js";
import { loadEnvironment } from "../load-environment.js";
import { normalizeObservation, normalizeReward } from "../normalization/index.js";
import { findEnvironment } from "../registry.js";
import { randomActions } from "../testing.js";
import { vectorize } from "../vectorize.js";
import type { EnvironmentSource } from "./protocol.js";
import { type Accident, prepareAccident } from "./testing/prepare-accident.node.js";
import { forgetfulWalk, threadedWalk } from "./testing/threaded-environments.mjs";
import { type ThreadedVector, type ThreadOptions, vectorizeInThreads } from "./vectorize-in-threads.node.js";

const folder = mkdtempSync(join(tmpdir(), "proximal-threads-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const path = fileURLToPath(new URL("./testing/threaded-environments.mjs", import.meta.url));
const builtin = ({ id }: EnvironmentDefinition): EnvironmentSource => ({ kind: "builtin", id });
const walkSource: EnvironmentSource = { kind: "module", reference: `${path}#threadedWalk` };
const forgetfulSource: EnvironmentSource = { kind: "module", reference: `${path}#forgetfulWalk` };

const open: ThreadedVector[] = [];
function threaded(definition: EnvironmentDefinition, count: number, options: ThreadOptions): ThreadedVector {
  const vector = vectorizeInThreads(definition, count, createRandom(7), options);
  open.push(vector);
  return vector;
}
afterEach(async () => {
  prepareAccident(undefined);
  for (const vector of open) vector.close();
  await Promise.all(open.splice(0).map(({ ended }) => ended));
});

/** Random allowed actions. */
function actionsFor(vector: VectorEnvironment, random: ReturnType<typeof createRandom>) {
  const actions = randomActions(vector, random);
  const { actionMasks, count } = vector;
  if (actionMasks === undefined) return actions;
  const choices = actionMasks.length / count;
  for (let copy = 0; copy < count; copy++)
    while (actionMasks[copy * choices + actions[copy]!] === 0) actions[copy] = (actions[copy]! + 1) % choices;
  return actions;
}

/** All that a vector shows in `steps` random steps. */
function show(vector: VectorEnvironment, steps: number, seed = 5) {
  const random = createRandom(seed);
  return Array.from({ length: steps }, () => {
    vector.step(actionsFor(vector, random));
    const { observations, finalObservations, rewards, terminated, truncated, actionMasks, finishedEpisodes } = vector;
    return {
      arrays: [observations, finalObservations, rewards, terminated, truncated, actionMasks ?? []].map((a) => [...a]),
      finished: [...finishedEpisodes],
    };
  });
}

describe("copies in threads", () => {
  const cases: [string, EnvironmentDefinition, EnvironmentSource][] = [
    ["dynamics", cartPole, builtin(cartPole)],
    ["Box actions and time limits", { ...pendulum }, builtin(pendulum)],
    ["objects with masks", threadedWalk, walkSource],
    ["objects that cannot save their state", forgetfulWalk, forgetfulSource],
  ];

  // threads, and whether this one steps a share, too
  const divisions: [number, boolean][] = [
    [1, false],
    [2, false],
    [4, false],
    [1, true],
    [2, true],
  ];

  it.each(cases)(
    "show what they show in this thread, bit for bit, however many threads there are: %s",
    (_, definition, source) => {
      const here = vectorize(definition, 5, createRandom(7));
      here.reset();
      const first = [...here.observations];
      const expected = show(here, 300);
      expect(expected.some(({ finished }) => finished.length > 0)).toBe(true);
      for (const [threads, ownShare] of divisions) {
        const vector = threaded(definition, 5, { source, threads, ownShare });
        expect(vector.shares).toHaveLength(threads + (ownShare ? 1 : 0));
        vector.reset();
        expect([...vector.observations]).toEqual(first);
        expect(show(vector, 300)).toEqual(expected);
        expect(vector.restorable).toBe(here.restorable);
        if (here.restorable) expect(vector.getState()).toEqual(here.getState());
        vector.close();
      }
    },
  );

  it.each([
    { threads: 2, ownShare: false },
    { threads: 1, ownShare: true },
  ])("go on from a state that was saved here, and the other way round: %o", (options) => {
    const here = vectorize(threadedWalk, 4, createRandom(7));
    here.reset();
    show(here, 40);
    const vector = threaded(threadedWalk, 4, { source: walkSource, ...options });
    vector.setState(here.getState());
    const expected = show(here, 40, 6);
    expect(show(vector, 40, 6)).toEqual(expected);
    const back = vectorize(threadedWalk, 4, createRandom(8));
    back.setState(vector.getState());
    expect(show(back, 40, 9)).toEqual(show(here, 40, 9));
  });

  it.each([
    { threads: 3, ownShare: false },
    { threads: 2, ownShare: true },
  ])("may move from thread to thread: %o", (options) => {
    const here = vectorize(threadedWalk, 4, createRandom(7));
    here.reset();
    const expected = show(here, 400);
    const seen: string[] = [];
    const divide = (shares: readonly number[]) => {
      seen.push(shares.join(" "));
      return shares.toReversed();
    };
    const vector = threaded(threadedWalk, 4, { source: walkSource, ...options, divide });
    vector.reset();
    expect(show(vector, 400)).toEqual(expected);
    expect(seen).toEqual(["1 1 2", "2 1 1", "1 1 2"]);
    expect(vector.getState()).toEqual(here.getState());
  });

  it("are normalized as any others", () => {
    const wrap = (vector: VectorEnvironment) => normalizeReward(normalizeObservation(vector), { gamma: 0.9 });
    const here = wrap(vectorize(threadedWalk, 4, createRandom(7)));
    const there = wrap(threaded(threadedWalk, 4, { source: walkSource, threads: 1, ownShare: true }));
    here.reset();
    there.reset();
    expect(show(there, 60)).toEqual(show(here, 60));
    expect(there.getState()).toEqual(here.getState());
  });

  it.each([
    { threads: 2, ownShare: false },
    { threads: 1, ownShare: true },
  ])("refuse what copies in this thread refuse, in the same words: %o", (options) => {
    const vector = threaded(cartPole, 3, { source: builtin(cartPole), ...options });
    const here = vectorize(cartPole, 3, createRandom(7));
    for (const attempt of [
      (v: VectorEnvironment) => v.step(new Int32Array(3)),
      (v: VectorEnvironment) => {
        v.reset();
        v.step(Int32Array.of(0, 1, 2));
      },
      (v: VectorEnvironment) => v.step(new Int32Array(2)),
    ]) {
      let message = "";
      expect(() => {
        try {
          attempt(here);
        } catch (error) {
          message = (error as Error).message;
          throw error;
        }
      }).toThrow();
      expect(() => attempt(vector)).toThrow(message);
    }
    expect(() => threaded(cartPole, 3, { source: builtin(cartPole), threads: 0 })).toThrow("0 threads");
  });

  it("end with their threads when they are closed", async () => {
    const vector = threaded(cartPole, 4, { source: builtin(cartPole), threads: 2 });
    vector.reset();
    vector.close();
    await vector.ended;
  });

  it("have to be loaded here where this thread steps a share", async () => {
    const definition = findEnvironment("InvertedPendulum-v5");
    expect(() => threaded(definition, 2, { source: builtin(definition), threads: 1, ownShare: true })).toThrow(
      "has to be loaded",
    );
  });
});

describe.each(["InvertedPendulum-v5", "Hopper-v5", "LunarLander-v3", "LunarLanderContinuous-v3"])(
  "copies of %s, which every thread loads for itself,",
  (id) => {
    const definition = findEnvironment(id);
    const source = builtin(definition);
    const STEPS = 300;

    it("show what they show in this thread, bit for bit, and wherever they move", async () => {
      const loaded = await loadEnvironment(definition);
      const here = vectorize(loaded, 5, createRandom(7));
      here.reset();
      const expected = show(here, STEPS);
      expect(expected.some(({ finished }) => finished.length > 0)).toBe(true);
      const divide = (shares: readonly number[]) => shares.toReversed();
      for (const options of [{ threads: 1 }, { threads: 2 }, { threads: 1, ownShare: true }]) {
        const vector = threaded(loaded, 5, { source, ...options, divide });
        vector.reset();
        expect(show(vector, STEPS)).toEqual(expected);
        expect(vector.getState()).toEqual(here.getState());
      }
    });

    it("go on from a state that was saved here, and the other way round", async () => {
      const loaded = await loadEnvironment(definition);
      const here = vectorize(loaded, 3, createRandom(7));
      here.reset();
      show(here, 50);
      const vector = threaded(definition, 3, { source, threads: 2 });
      vector.setState(here.getState());
      expect(show(vector, 50, 6)).toEqual(show(here, 50, 6));
      const back = vectorize(loaded, 3, createRandom(8));
      back.setState(vector.getState());
      expect(show(back, 50, 9)).toEqual(show(here, 50, 9));
    });
  },
);

describe("copies in training", () => {
  it("have first episodes as short as in this thread, and tell the same figures, wherever they move", async () => {
    const definition = findEnvironment("Go1Flat-v0");
    const loaded = await loadEnvironment(definition);
    const here = vectorize(loaded, 3, createRandom(7), { training: true });
    here.reset();
    const expected = show(here, 300);
    expect(expected.some(({ finished }) => finished.some(({ figures }) => figures !== undefined))).toBe(true);
    const divide = (shares: readonly number[]) => shares.toReversed();
    for (const options of [{ threads: 2 }, { threads: 1, ownShare: true }]) {
      const vector = threaded(loaded, 3, { source: builtin(definition), ...options, divide });
      vector.reset();
      expect(show(vector, 300)).toEqual(expected);
      expect(vector.getState()).toEqual(here.getState());
    }
  });
});

describe("a thread in trouble", () => {
  let number = 0;
  const accident = (kind: Accident["kind"], copy: number, step: number): Accident => {
    const draw = createRandom(7).split(copy).float();
    const chosen = { kind, draw, step, marker: join(folder, `${number++}`) };
    prepareAccident(chosen);
    return chosen;
  };
  // copies stay where they are, whichever thread is slower
  const options = { threads: 2, divide: () => undefined };
  // On a machine that is busy a sound thread may take a second, too; replacing it only adds a notice.
  const hurried = { ...options, timeoutSeconds: 2 };

  it.each(["throw", "exit", "hang"] as const)(
    "that once does this: %s, is replaced, and nothing is lost or doubled",
    (kind) => {
      const here = vectorize(threadedWalk, 4, createRandom(7));
      here.reset();
      const expected = show(here, 300);
      const notices: string[] = [];
      const { marker } = accident(kind, 2, 141);
      const vector = threaded(threadedWalk, 4, {
        ...(kind === "hang" ? hurried : options),
        source: walkSource,
        onNotice: (n) => notices.push(n),
      });
      vector.reset();
      expect(show(vector, 300)).toEqual(expected);
      expect(vector.getState()).toEqual(here.getState());
      expect(existsSync(marker)).toBe(true);
      const replaced = /"ThreadedWalk-v0", copy 2,.*copies 2 to 3 was replaced; nothing was lost\.$/;
      expect(notices).toContainEqual(expect.stringMatching(replaced));
      if (kind !== "hang") expect(notices).toHaveLength(1);
    },
  );

  it("whose copies cannot be restored begins new episodes, and the step that failed becomes a truncation", () => {
    const here = vectorize(forgetfulWalk, 4, createRandom(7));
    here.reset();
    const expected = show(here, 30);
    const notices: string[] = [];
    accident("throw", 1, 20);
    const vector = threaded(forgetfulWalk, 4, {
      ...options,
      source: forgetfulSource,
      onNotice: (n) => notices.push(n),
    });
    vector.reset();
    const shown = show(vector, 19);
    expect(shown).toEqual(expected.slice(0, 19));
    const before = [...vector.observations];
    const [step] = show(vector, 1, 77);
    const [observations, finals, rewards, terminated, truncated] = step!.arrays as number[][];
    // copies 0 and 1 share the thread that failed
    expect(rewards!.slice(0, 2)).toEqual([0, 0]);
    expect(terminated!.slice(0, 2)).toEqual([0, 0]);
    expect(truncated!.slice(0, 2)).toEqual([1, 1]);
    expect(finals!.slice(0, 4)).toEqual(before.slice(0, 4));
    expect(observations!.slice(0, 4)).not.toEqual(before.slice(0, 4));
    expect(step!.finished.every(({ copy }) => copy >= 2)).toBe(true);
    expect(notices).toEqual([expect.stringContaining("were begun anew, truncated at the step that failed")]);
    show(vector, 50);
  });

  it("that throws again is an error that names the environment, the copy, the action and the message", () => {
    accident("throw-always", 3, 9);
    const vector = threaded(threadedWalk, 4, { ...options, source: walkSource });
    vector.reset();
    const failing = () => show(vector, 20);
    expect(failing).toThrow(RunError);
    vector.reset();
    expect(failing).toThrow(/"ThreadedWalk-v0", copy 3, .*the physics exploded.*twice.*its action was \[\d\]/);
  });

  it("that hangs again is an error that names what it was stepping, and for how long", () => {
    accident("hang-always", 0, 3);
    const vector = threaded(threadedWalk, 4, { ...hurried, source: walkSource });
    vector.reset();
    expect(() => show(vector, 20)).toThrow(
      /"ThreadedWalk-v0", copy 0, did not answer within 2 s.*twice.*its action was/,
    );
  });
});

describe("threads beside a share that this thread steps", () => {
  let number = 0;
  const meet = (kind: Accident["kind"], copy: number, step: number): void => {
    const draw = createRandom(7).split(copy).float();
    prepareAccident({ kind, draw, step, marker: join(folder, `own-${number++}`) });
  };
  // copies 0 and 1 are stepped here
  const options = { threads: 1, ownShare: true, divide: () => undefined, timeoutSeconds: 2 };

  it.each([
    ["throw", 2, /copy 2,.*The thread of copies 2 to 3 was replaced; nothing was lost\.$/],
    ["exit", 3, /copy 3,.*The thread of copies 2 to 3 was replaced; nothing was lost\.$/],
    ["hang", 2, /copy 2,.*The thread of copies 2 to 3 was replaced; nothing was lost\.$/],
    ["throw", 1, /copy 1,.*Copies 0 to 1 were made anew; nothing was lost\.$/],
  ] as const)("lose and double nothing where one does this: %s, copy %i", (kind, copy, expectedNotice) => {
    const here = vectorize(threadedWalk, 4, createRandom(7));
    here.reset();
    const expected = show(here, 300);
    const notices: string[] = [];
    meet(kind, copy, 141);
    const vector = threaded(threadedWalk, 4, { ...options, source: walkSource, onNotice: (n) => notices.push(n) });
    vector.reset();
    expect(show(vector, 300)).toEqual(expected);
    expect(vector.getState()).toEqual(here.getState());
    expect(notices).toContainEqual(expect.stringMatching(expectedNotice));
    if (kind !== "hang") expect(notices).toHaveLength(1);
  });

  it("begin new episodes where this thread's copies cannot be restored, and the step becomes a truncation", () => {
    const here = vectorize(forgetfulWalk, 4, createRandom(7));
    here.reset();
    const expected = show(here, 30);
    const notices: string[] = [];
    meet("throw", 0, 20);
    const vector = threaded(forgetfulWalk, 4, {
      ...options,
      source: forgetfulSource,
      onNotice: (n) => notices.push(n),
    });
    vector.reset();
    expect(show(vector, 19)).toEqual(expected.slice(0, 19));
    const [step] = show(vector, 1, 77);
    const [, , rewards, terminated, truncated] = step!.arrays as number[][];
    expect(rewards!.slice(0, 2)).toEqual([0, 0]);
    expect(terminated!.slice(0, 2)).toEqual([0, 0]);
    expect(truncated!.slice(0, 2)).toEqual([1, 1]);
    expect(notices).toEqual([expect.stringContaining("were begun anew, truncated at the step that failed")]);
    show(vector, 50);
  });

  it("tell of this thread's copies what they would tell of a thread's, and start again after a reset", () => {
    meet("throw-always", 1, 9);
    const vector = threaded(threadedWalk, 4, { ...options, source: walkSource });
    vector.reset();
    const failing = () => show(vector, 20);
    expect(failing).toThrow(/"ThreadedWalk-v0", copy 1, .*the physics exploded.*twice.*its action was \[\d\]/);
    vector.reset();
    expect(failing).toThrow(RunError);
    prepareAccident(undefined);
    vector.reset();
    show(vector, 20);
  });

  it("do not share states with those who ask for them", () => {
    const here = vectorize(threadedWalk, 4, createRandom(7));
    here.reset();
    show(here, 10);
    const vector = threaded(threadedWalk, 4, { ...options, source: walkSource });
    const state = here.getState();
    const copy = structuredClone(state);
    vector.setState(state);
    const saved = vector.getState();
    show(vector, 20);
    expect(state).toEqual(copy);
    expect(saved).toEqual(copy);
  });
});
