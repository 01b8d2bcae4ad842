import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { cartPole, type EnvironmentDefinition, timeLimit } from "../../environments/index.js";
import { threadedWalk } from "../../environments/parallel/testing/threaded-environments.mjs";
import { createRandom } from "../../random/index.js";
import { chooseThreads, promisedGain } from "./choose-threads.js";

const random = createRandom(1);
const auto = { threads: "auto", ownShare: true } as const;
const isolated = (threads: number) => ({ threads, ownShare: false });
const shared = (threads: number) => ({ threads, ownShare: true });
const module = `${fileURLToPath(new URL("../../environments/parallel/testing/threaded-environments.mjs", import.meta.url))}#threadedWalk`;

describe("chooseThreads", () => {
  it("leaves cheap environments, and those that threads cannot find, in the thread that trains", async () => {
    const none = { threads: 0, ownShare: false, source: undefined };
    const choose = (definition: EnvironmentDefinition, from: string | undefined, cost: number) =>
      chooseThreads(definition, from, 8, auto, random, 0, { measure: () => cost, cores: 4 });
    expect(await choose(cartPole, undefined, 1)).toEqual(none);
    expect(await choose(threadedWalk, undefined, 10_000)).toEqual(none);
    expect(await choose(threadedWalk, "no-such-module.js", 10_000)).toEqual(none);
    const source = { kind: "module", reference: module };
    expect(await choose(threadedWalk, module, 10_000)).toEqual({ ...shared(3), source });
    expect(await chooseThreads(cartPole, undefined, 8, isolated(0), random)).toEqual(none);
  });

  it("leaves cores to others that are busy, and copies in this thread where none is left", async () => {
    const choose = (cores: number, busy: number) =>
      chooseThreads(threadedWalk, module, 8, auto, random, busy, { measure: () => 10_000, cores });
    expect((await choose(4, 1)).threads).toBe(2);
    expect((await choose(16, 0)).threads).toBe(7);
    expect((await choose(2, 1)).threads).toBe(0);
    expect((await choose(1, 0)).threads).toBe(0);
  });

  it("tries both where an estimate does not tell", async () => {
    const source = { kind: "module", reference: module };
    let trials = 0;
    const choose = (cost: number, inThreads: number) =>
      chooseThreads(threadedWalk, module, 8, auto, random, 0, {
        cores: 2,
        measure: () => cost,
        tryBoth: async () => {
          trials++;
          return { here: 1, inThreads };
        },
      });
    // 8 · 45 µs alone; half of it and 5 µs in two threads promise 49 %, half of it and 200 µs a loss
    expect(await choose(45, 0.6)).toEqual({ ...shared(1), source });
    expect(await choose(45, 0.95)).toEqual({ ...isolated(0), source: undefined });
    expect(trials).toBe(2);
    await choose(1, 0);
    await choose(10_000, 1);
    expect(trials).toBe(2);
  });

  it("has all copies stepped by threads where it is told to step none here", async () => {
    const wanted = { threads: "auto", ownShare: false } as const;
    const chosen = await chooseThreads(threadedWalk, module, 8, wanted, random, 0, { measure: () => 10_000, cores: 2 });
    expect(chosen).toEqual({ ...isolated(2), source: { kind: "module", reference: module } });
  });

  it("uses as many threads as it is told, but no more than there are copies", async () => {
    const source = { kind: "builtin", id: "CartPole-v1" };
    expect(await chooseThreads(cartPole, undefined, 8, isolated(3), random)).toEqual({ ...isolated(3), source });
    expect(await chooseThreads(cartPole, undefined, 2, isolated(3), random)).toEqual({ ...isolated(2), source });
    expect(await chooseThreads(cartPole, undefined, 8, shared(3), random)).toEqual({ ...shared(3), source });
    // one copy is for this thread
    expect(await chooseThreads(cartPole, undefined, 2, shared(3), random)).toEqual({ ...shared(1), source });
    const none = { ...isolated(0), source: undefined };
    expect(await chooseThreads(cartPole, undefined, 1, shared(3), random)).toEqual(none);
    expect(await chooseThreads(threadedWalk, module, 4, isolated(2), random)).toEqual({
      ...isolated(2),
      source: { kind: "module", reference: module },
    });
  });

  it("refuses threads that would not find the definition, or another one", async () => {
    const asked = (definition: EnvironmentDefinition, from?: string) =>
      chooseThreads(definition, from, 8, isolated(2), random);
    await expect(asked(threadedWalk)).rejects.toMatchObject({ code: "unreachable-environment" });
    await expect(asked(timeLimit(cartPole, 10))).rejects.toMatchObject({ code: "unreachable-environment" });
    await expect(asked(timeLimit(threadedWalk, 10), module)).rejects.toMatchObject({
      code: "unreachable-environment",
      message: expect.stringContaining(module),
    });
  });
});

describe("promisedGain", () => {
  it("grows with the cost of a step, and is a loss for steps of a microsecond", () => {
    expect(promisedGain(8, 4, 1)).toBeLessThan(0);
    // 8 · 1000 µs alone, 2 · 1000 µs and 200 µs in four threads
    expect(promisedGain(8, 4, 1000)).toBeCloseTo(1 - 2200 / 8000, 12);
  });
});
