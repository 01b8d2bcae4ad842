import { describe, expect, it } from "vitest";
import { defineEnvironment, type Mirror, mirrorRows, pendulum } from "../environments/index.js";
import type { Fragment } from "../rollout/index.js";
import { type PpoOptions, ppo } from "./index.js";
import { practice } from "./testing/learn.js";

const options: PpoOptions = { nEnvs: 4, nSteps: 16, batchSize: null, nEpochs: 3, network: { hidden: [16] } };

/** cos θ, sin θ and the speed: seen from the other side, angles and torques have the other sign. */
const mirror: Mirror = { observation: { from: [0, 1, 2], signs: [1, -1, -1] }, action: { from: [0], signs: [-1] } };
const mirroredPendulum = defineEnvironment({ ...pendulum, id: "MirroredPendulum-v0", mirror });

/** Every environment of a fragment followed by its mirror image. */
function withImages(fragment: Fragment): Fragment {
  const { steps, environments } = fragment;
  const twice = <T extends Float32Array | Uint8Array>(column: T, image = (row: T): T => row): T => {
    const width = column.length / (steps * environments);
    const out = new (column.constructor as new (length: number) => T)(2 * column.length);
    for (let t = 0; t < steps; t++) {
      for (let e = 0; e < environments; e++) {
        const row = column.slice((t * environments + e) * width, (t * environments + e + 1) * width) as T;
        out.set(row, (t * 2 * environments + e) * width);
        out.set(image(row), (t * 2 * environments + environments + e) * width);
      }
    }
    return out;
  };
  const reflected = (map: Mirror["action"]) => (row: Float32Array) => {
    const image = new Float32Array(row.length);
    mirrorRows(map, row, 0, image, 0, 1);
    return image;
  };
  return {
    ...fragment,
    environments: 2 * environments,
    observations: twice(fragment.observations, reflected(mirror.observation)),
    actions: twice(fragment.actions as Float32Array, reflected(mirror.action)),
    behaviorParameters: twice(fragment.behaviorParameters, ([mean, std]) => Float32Array.of(-mean!, std!)),
    rewards: twice(fragment.rewards),
    terminated: twice(fragment.terminated),
    truncated: twice(fragment.truncated),
    behaviorLogProbs: twice(fragment.behaviorLogProbs),
    values: twice(fragment.values),
    nextValues: twice(fragment.nextValues),
  };
}

describe("mirrored samples", () => {
  it("teach what their environments' images would have taught beside them", async () => {
    const mirrored = await practice(mirroredPendulum, ppo({ ...options, mirrored: true }));
    const plain = await practice(mirroredPendulum, ppo({ ...options, nEnvs: 8 }));
    const before = mirrored.learner.parameters.slice();
    expect(plain.learner.parameters).toEqual(before);
    const fragment = await mirrored.collect();
    const doubled = withImages(fragment);
    await mirrored.learner.update(fragment, 0);
    await plain.learner.update(doubled, 0);
    const moved = Math.max(...mirrored.learner.parameters.map((value, i) => Math.abs(value - before[i]!)));
    expect(moved).toBeGreaterThan(1e-4);
    mirrored.learner.parameters.forEach((value, i) => {
      expect(Math.abs(value - plain.learner.parameters[i]!)).toBeLessThan(moved / 100);
    });
  });

  it("are not among those whose ratios are reported: the first are 1", async () => {
    const { learn } = await practice(mirroredPendulum, ppo({ ...options, batchSize: 32, mirrored: true }));
    const metrics = await learn(3);
    expect(metrics["ratios/first_deviation"]).toBeLessThan(1e-5);
  });

  it("need an environment that tells what its mirror image is, and a policy without a memory", async () => {
    await expect(practice(pendulum, ppo({ ...options, mirrored: true }))).rejects.toThrow(
      expect.objectContaining({ code: "no-mirror", fix: expect.stringContaining("definition") }),
    );
    const memory = { network: { memory: { cell: "gru", sequenceLength: 8 } } } as const;
    await expect(practice(mirroredPendulum, ppo({ ...options, ...memory, mirrored: true }))).rejects.toThrow(
      expect.objectContaining({ code: "invalid-option", message: expect.stringContaining("memory") }),
    );
  });
});
