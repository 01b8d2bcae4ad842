import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { ppo } from "../algorithms/index.js";
import { train } from "../training/index.js";
import { findActor } from "./node.js";
import { Stage } from "./stage.node.js";

const base = mkdtempSync(join(tmpdir(), "proximal-stage-"));
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** A run of one iteration. */
async function trained(environment: string, name: string, steps = 64): Promise<string> {
  const out = join(base, name);
  const algorithm = ppo({ nEnvs: 2, nSteps: 32, batchSize: 64, nEpochs: 1 });
  await train({ environment, algorithm, totalSteps: steps, evaluation: false, out, overwrite: true }).finish();
  return out;
}

async function open(path: string, seed = 0): Promise<Stage> {
  const stage = await Stage.open(await findActor(path), seed);
  onTestFinished(() => stage.close());
  return stage;
}

const greedy = { greedy: true };

describe("an agent on the stage", () => {
  let cartPole: string;
  beforeAll(async () => {
    cartPole = await trained("CartPole-v1", "cart-pole");
  });

  it("plays the same frames for the same seed, and others for another", async () => {
    const play = async (seed: number) => (await open(cartPole, seed)).frames(30, greedy);
    const first = await play(1);
    expect(await play(1)).toEqual(first);
    expect(await play(2)).not.toEqual(first);
  });

  it("tells where an episode ends, what it came to, and begins the next one", async () => {
    const frames = await (await open(cartPole)).frames(600, greedy);
    const end = frames.findIndex(({ ended }) => ended !== undefined);
    expect(frames[end]?.ended?.episodeReturn).toBe(end + 1);
    expect(frames[end]).toMatchObject({ length: end, episodeReturn: end });
    expect(frames[end + 1]).toMatchObject({ length: 0, episodeReturn: 0 });
  });

  it("acts by the newest policy from the next episode on", async () => {
    const run = await trained("CartPole-v1", "growing");
    const stage = await open(run);
    const [first] = await stage.frames(1, greedy);
    expect(first?.trained).toBe(64);
    await trained("CartPole-v1", "growing", 128);
    const frames = await stage.frames(600, greedy);
    const begin = frames.findIndex(({ length }) => length === 0);
    expect(frames.slice(0, begin).every(({ trained }) => trained === 64)).toBe(true);
    expect(frames[begin]?.trained).toBe(128);
  });

  it("plays a policy of an ONNX file, and tells where it does not belong", async () => {
    const policy = join(base, "policy.onnx");
    const run = train({
      environment: "CartPole-v1",
      algorithm: ppo({ nEnvs: 2, nSteps: 32, batchSize: 64 }),
      totalSteps: 64,
    });
    await run.finish();
    await run.policy.save(policy);
    expect(await (await open(policy)).frames(2, greedy)).toHaveLength(2);
    await expect(Stage.open(await findActor(policy, "Acrobot-v1"), 0)).rejects.toMatchObject({
      code: "space-mismatch",
    });
    await expect(findActor(join(base, "none"))).rejects.toMatchObject({ code: "file-not-found" });
  });

  it("is looked at without being disturbed: a simulation goes on as if nobody had", async () => {
    const run = await trained("HalfCheetah-v5", "cheetah");
    const source = await findActor(run);
    const stage = await open(run);
    expect(stage.description.secondsPerStep).toBeCloseTo(0.05);
    expect(stage.description.model?.geoms.map(({ kind }) => kind)).toContain("capsule");
    const frames = await stage.frames(1000, greedy);
    expect(frames[0]?.pose).toHaveLength(12 * (stage.description.model?.geoms.length ?? 0));
    const unseen = await Stage.open({ ...source, definition: withoutSimulation(source.definition) }, 0);
    onTestFinished(() => unseen.close());
    const expected = await unseen.frames(1000, greedy);
    expect(frames.at(-1)?.ended).toEqual(expected.at(-1)?.ended);
    expect(frames.at(-1)?.ended).toBeDefined();
  });

  it("follows the commands that it is given, within their limits", async () => {
    const stage = await open(await trained("Go1Flat-v0", "go1"));
    const { commands = [] } = stage.description;
    expect(commands.map(({ name }) => name)).toEqual(["forward", "lateral", "yaw"]);
    const [frame] = await stage.frames(1, { greedy: true, command: [0.5, -100, 0] });
    expect(frame?.command).toEqual([0.5, commands[1]?.low, 0]);
    const [next] = await stage.frames(1, greedy);
    expect(next?.contacts?.length).toBeGreaterThanOrEqual(0);
  });
});

function withoutSimulation<Definition>(definition: Definition): Definition {
  const { load } = definition as { load?: () => Promise<{ dynamics: object }> };
  if (!load) throw new Error("HalfCheetah is loaded when it is used first");
  return {
    ...definition,
    load: async () => {
      const { dynamics, ...rest } = await load();
      return { ...rest, dynamics: { ...dynamics, simulation: undefined } };
    },
  };
}
