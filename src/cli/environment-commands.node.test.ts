import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { fixture, run, temporaryFolder } from "./testing/run-command.js";

const golden = fileURLToPath(new URL("../environments/golden/classic-control.json", import.meta.url));
const folder = temporaryFolder();

describe("list", () => {
  it("names environments with their spaces and the return that solves them, and algorithms", async () => {
    const { exitCode, json } = await run("list", "--json");
    expect(exitCode).toBe(0);
    expect(json()).toMatchObject({
      environments: expect.arrayContaining([
        expect.objectContaining({
          id: "CartPole-v1",
          actionSpace: { kind: "discrete", n: 2, start: 0 },
          solvedAt: 475,
        }),
        expect.objectContaining({ id: "Pendulum-v1", solvedAt: null }),
      ]),
      algorithms: expect.arrayContaining(["ppo"]),
    });
    expect((await run("list")).stdout).toMatch(/^CartPole-v1 .* Discrete, 2 choices +475$/m);
  });
});

describe("check", () => {
  it("replays recorded trajectories", async () => {
    const { exitCode, json } = await run("check", "CartPole-v1", "--golden", golden, "--json");
    expect(exitCode).toBe(0);
    const { golden: replayed, ...rest } = json() as { golden?: Record<string, number> };
    expect(rest).toEqual({ environment: "CartPole-v1", problems: [] });
    expect(replayed?.trajectories).toBeGreaterThan(0);
    expect(replayed?.maxObservationError).toBeLessThan(1e-5);
    expect(replayed).toMatchObject({ terminationMismatches: 0 });
  });

  it("loads what has to be loaded, and replays start states given as positions and velocities", async () => {
    const file = fileURLToPath(new URL("../environments/golden/mujoco.json", import.meta.url));
    const { exitCode, json } = await run("check", "Reacher-v5", "--golden", file, "--json");
    expect(exitCode).toBe(0);
    const { golden: replayed, ...rest } = json() as { golden?: Record<string, number> };
    expect(rest).toEqual({ environment: "Reacher-v5", problems: [] });
    expect(replayed).toMatchObject({ trajectories: 2, terminationMismatches: 0 });
    expect(replayed?.maxObservationError).toBeLessThan(1e-7);
  });

  it("takes a plain array of trajectories, and ends with 1 where they differ", async () => {
    const trajectories = JSON.parse(readFileSync(golden, "utf8"))["CartPole-v1"];
    trajectories[0].observations[3][1] += 0.5;
    trajectories[1].terminated[0] = true;
    const path = join(folder, "different.json");
    writeFileSync(path, JSON.stringify(trajectories));
    const { exitCode, json } = await run("check", "CartPole-v1", "--golden", path, "--json");
    expect(exitCode).toBe(1);
    expect(json()).toMatchObject({ golden: { trajectories: trajectories.length, terminationMismatches: 1 } });
    expect((json().golden as { maxObservationError: number }).maxObservationError).toBeCloseTo(0.5, 4);
  });

  it("lists what is wrong with an environment and ends with 1", async () => {
    const { exitCode, stdout } = await run("check", `${fixture("broken-environments.mjs")}#notANumber`);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^NotANumber-v0: \d+ problems?\n- .*NaN/);
  });

  it.each([
    ["missing.json", undefined, "file-not-found"],
    ["text.json", "no JSON", "invalid-trajectories"],
    ["other.json", '{"Pendulum-v1": []}', "no-trajectories"],
    ["shape.json", '[{"initialState": [0]}]', "invalid-trajectories"],
    [
      "lengths.json",
      '[{"initialState": [0], "actions": [1], "observations": [], "rewards": [1], "terminated": [true]}]',
      "invalid-trajectories",
    ],
  ])("refuses %s as recorded trajectories", async (name, text, code) => {
    const path = join(folder, name);
    if (text !== undefined) writeFileSync(path, text);
    const { exitCode, json } = await run("check", "CartPole-v1", "--golden", path, "--json");
    expect(exitCode).toBe(2);
    expect(json().error).toMatchObject({ code, message: expect.stringContaining(path) });
  });

  it("suggests the nearest environment", async () => {
    const { exitCode, json } = await run("check", "acrobot-v1", "--json");
    expect(exitCode).toBe(2);
    expect(json().error.fix).toContain('"Acrobot-v1"');
  });
});
