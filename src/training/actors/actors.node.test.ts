import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { a2c, isPg, type PpoOptions, ppo } from "../../algorithms/index.js";
import { type Accident, prepareAccident } from "../../environments/parallel/testing/prepare-accident.node.js";
import { forgetfulWalk, threadedWalk } from "../../environments/parallel/testing/threaded-environments.mjs";
import { createRandom } from "../../random/index.js";
import { type ActorsOptions, resume, type TrainOptions, train } from "../index.js";
import { contentsOf, timeless } from "../testing/contents.js";
import { reportsOf, temporaryRuns } from "../testing/runs.js";

const folder = temporaryRuns();
const path = fileURLToPath(new URL("../../environments/parallel/testing/threaded-environments.mjs", import.meta.url));
const small: PpoOptions = { nEnvs: 4, nSteps: 32, batchSize: 64, nEpochs: 2, network: { hidden: [8] } };
const STEPS = 128;
const task = {
  environment: threadedWalk,
  module: `${path}#threadedWalk`,
  algorithm: ppo({ ...small, normalizeObservation: true, normalizeReward: true }),
  totalSteps: 4 * STEPS,
  evaluation: { everySteps: 256, episodes: 2 },
  seed: 3,
} satisfies TrainOptions;
const alone = { threads: 0 };
const inThreads = { threads: 2 };
const overlapped = { threads: 0, overlap: true };
const inProcesses = { overlap: true, processes: 2 };
// On a machine that is busy a sound actor may take a second, too; replacing it only adds a notice.
const hurry = (kind: Accident["kind"]) => (kind.startsWith("hang") ? { timeoutSeconds: 2 } : {});

afterEach(() => {
  prepareAccident(undefined);
  delete process.env.PROXIMAL_TEST_DELAY;
  delete process.env.PROXIMAL_TEST_PROCESSES;
});

/** Everything that a training gives but times. `pause`: milliseconds to wait between iterations. */
async function outcome(options: Partial<TrainOptions>, pause = 0) {
  const run = train({ ...task, ...options });
  const metrics: Record<string, number>[] = [];
  const notices: string[] = [];
  for await (const report of run) {
    metrics.push(timeless(report.metrics));
    notices.push(...(report.notices ?? []));
    if (pause > 0) await sleep(pause);
  }
  return { metrics, policy: run.policy.toOnnx(), notices };
}

const expectations = new Map<ActorsOptions, ReturnType<typeof outcome>>();
/** Of an undisturbed run. */
function undisturbed(actors: ActorsOptions): ReturnType<typeof outcome> {
  const known = expectations.get(actors) ?? outcome({ actors });
  expectations.set(actors, known);
  return known;
}

let accidents = 0;
function prepare(kind: Accident["kind"], copy: number, step: number): string {
  mkdirSync(folder("accidents"), { recursive: true });
  const marker = join(folder("accidents"), `${accidents++}`);
  // as copies' generators follow from the seed
  const draw = createRandom(task.seed).split("environment").split(copy).float();
  prepareAccident({ kind, draw, step, marker });
  return marker;
}

/** Whether the processes that stepped environments have ended, apart from this one. */
async function othersEnded(processes: string): Promise<void> {
  const others = readdirSync(processes)
    .map(Number)
    .filter((pid) => pid !== process.pid);
  expect(others.length).toBeGreaterThan(0);
  const running = (pid: number) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  while (others.some(running)) await sleep(10);
}

describe("training with environments in threads", () => {
  it("is the same, bit for bit, as in one thread, whatever the number of threads", async () => {
    const expected = await undisturbed(alone);
    expect(await outcome({ actors: inThreads })).toEqual(expected);
    expect(await outcome({ actors: { threads: 4 } })).toEqual(expected);
    expect(await outcome({})).toEqual(expected);
  });

  it("can be resumed with other threads, as if it had never stopped", async () => {
    const [whole, broken] = [folder("whole"), folder("broken")];
    await train({ ...task, actors: alone, out: whole }).finish();
    await reportsOf(train({ ...task, actors: inThreads, out: broken }), 1);
    const resumed = { environment: threadedWalk };
    await reportsOf(await resume(broken, { ...resumed, actors: { threads: 3 } }), 1);
    await reportsOf(await resume(broken, { ...resumed, actors: { threads: 0 } }), 1);
    await reportsOf(await resume(broken, resumed));
    expect(contentsOf(broken)).toEqual(contentsOf(whole));
  });

  it.each(["throw", "hang"] as const)(
    "tells of a thread that was replaced (%s), and is the same otherwise",
    async (kind) => {
      const expected = await undisturbed(alone);
      const marker = prepare(kind, 1, 50);
      const { notices, ...rest } = await outcome({ actors: { ...inThreads, ...hurry(kind) } });
      expect(existsSync(marker)).toBe(true);
      expect(notices).toContainEqual(expect.stringMatching(/copy 1,.*nothing was lost\.$/));
      expect({ ...rest, notices: [] }).toEqual(expected);
    },
  );
});

describe.each([
  { name: "in one process", actors: overlapped },
  { name: "in several processes", actors: inProcesses },
])("training with overlapped collection $name", ({ name, actors }) => {
  it("is the same, bit for bit, in every repetition, whoever is faster", async () => {
    const expected = await undisturbed(actors);
    expect(await outcome({ actors }, 50)).toEqual(expected);
    process.env.PROXIMAL_TEST_DELAY = "1";
    expect(await outcome({ actors })).toEqual(expected);
  });

  it("is resumed exactly, more than once", async () => {
    const [whole, broken] = [folder(`${name} whole`), folder(`${name} broken`)];
    await train({ ...task, actors, out: whole }).finish();
    await reportsOf(train({ ...task, actors, out: broken }), 1);
    await reportsOf(await resume(broken, { environment: threadedWalk }), 2);
    await reportsOf(await resume(broken, { environment: threadedWalk }));
    expect(contentsOf(broken)).toEqual(contentsOf(whole));
  });

  it.each(["throw", "exit", "hang"] as const)("collects anew what a process that did this lost: %s", async (kind) => {
    const expected = await undisturbed(actors);
    const marker = prepare(kind, 2, 70);
    const { notices, ...rest } = await outcome({ actors: { ...actors, ...hurry(kind) } });
    expect(existsSync(marker)).toBe(true);
    expect(notices).toContainEqual(expect.stringMatching(/process that acts was replaced.*nothing was lost\.$/));
    expect({ ...rest, notices: [] }).toEqual(expected);
  });

  it("fails by an error that names the copy that failed again, and leaves no process behind", async () => {
    const processes = folder(`${name} failing`);
    mkdirSync(processes);
    process.env.PROXIMAL_TEST_PROCESSES = processes;
    prepare("throw-always", 2, 70);
    await expect(train({ ...task, evaluation: false, actors }).finish()).rejects.toMatchObject({
      code: "environment-failed",
      message: expect.stringMatching(/"ThreadedWalk-v0", copy 2, .*the physics exploded/),
    });
    await othersEnded(processes);
  });

  it("leaves no process behind when it ends, or is left", async () => {
    const processes = folder(`${name} ending`);
    mkdirSync(processes);
    process.env.PROXIMAL_TEST_PROCESSES = processes;
    await train({ ...task, evaluation: false, actors }).finish();
    await reportsOf(train({ ...task, evaluation: false, actors }), 1);
    await othersEnded(processes);
  });
});

describe("training with overlapped collection", () => {
  it("is the same, bit for bit, with the process's environments in threads, and may be resumed with them", async () => {
    expect(await outcome({ actors: { ...overlapped, threads: 2 } })).toEqual(await undisturbed(overlapped));
    const [whole, broken] = [folder("threads whole"), folder("threads broken")];
    await train({ ...task, actors: overlapped, out: whole }).finish();
    await reportsOf(train({ ...task, actors: overlapped, out: broken }), 2);
    await reportsOf(await resume(broken, { environment: threadedWalk, actors: { threads: 2 } }));
    expect(contentsOf(broken)).toEqual(contentsOf(whole));
  });

  it("learns from the policy of one update before: ratios are 1 in the first two iterations only", async () => {
    const [first, second, third] = (await undisturbed(overlapped)).metrics;
    const synchronous = await undisturbed(alone);
    expect(first).toEqual(synchronous.metrics[0]);
    expect(first!["ratios/first_deviation"]).toBeLessThanOrEqual(1e-6);
    expect(second!["ratios/first_deviation"]).toBeGreaterThan(1e-3);
    expect(third!["ratios/first_deviation"]).toBeGreaterThan(1e-3);
  });

  it("goes on without the episodes of an environment that cannot save them, and says so", async () => {
    prepare("exit", 2, 70);
    const options = { environment: forgetfulWalk, module: `${path}#forgetfulWalk`, actors: overlapped };
    const { metrics, notices } = await outcome(options);
    expect(metrics).toHaveLength(4);
    expect(notices).toEqual([expect.stringContaining("were begun anew")]);
  });

  it("fails by an error that names the environment in which a process hung again", async () => {
    prepare("hang-always", 2, 70);
    await expect(outcome({ actors: { ...overlapped, ...hurry("hang-always") } })).rejects.toMatchObject({
      code: "actor-hung",
      message: expect.stringContaining("ThreadedWalk-v0"),
    });
  });
});

describe("options of actors", () => {
  const refused = async (options: Partial<TrainOptions>) => {
    try {
      await train({ ...task, ...options }).finish();
    } catch (error) {
      return error;
    }
    return undefined;
  };

  it("refuse overlap where experience must be the current policy's, before anything runs", () => {
    expect(() => train({ ...task, algorithm: a2c(), actors: overlapped })).toThrow(/"a2c" cannot learn while/);
    expect(() => train({ ...task, algorithm: isPg(), actors: overlapped })).not.toThrow();
    const network = () => {
      throw new Error("not called");
    };
    expect(() => train({ ...task, algorithm: ppo({ network }), actors: overlapped })).toThrow(/network a function/);
  });

  it("refuse an environment that others cannot find", async () => {
    const { module: _, ...object } = task;
    for (const actors of [overlapped, inThreads]) {
      await expect(train({ ...object, actors }).finish()).rejects.toMatchObject({ code: "unreachable-environment" });
    }
  });

  it("refuse several processes without overlap, and with threads, before anything runs", () => {
    expect(() => train({ ...task, actors: { processes: 2 } })).toThrow(/2 processes act only .*overlap is false/);
    expect(() => train({ ...task, actors: { ...inProcesses, threads: 2 } })).toThrow(/but threads is 2/);
    expect(() => train({ ...task, actors: { ...inProcesses, threads: 0 } })).not.toThrow();
  });

  it.each([
    [{ threads: -1 }, "threads"],
    [{ processes: 0 }, "processes"],
    [{ threads: 1.5 }, "threads"],
    [{ thread: 1 }, "thread"],
    [{ timeoutSeconds: 0 }, "timeoutSeconds"],
  ])("are checked: %j", async (actors, named) => {
    const error = await refused({ actors: actors as object });
    expect(error).toMatchObject({ name: "UsageError", message: expect.stringContaining(`actors.${named}`) });
  });
});
