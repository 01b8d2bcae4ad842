import { describe, expect, it } from "vitest";
import { createAlgorithm, type ObservedSamples } from "../algorithms/index.js";
import { train } from "./train.js";

const small = { nEnvs: 2, nSteps: 16, network: { hidden: [8] } };

describe("an observer", () => {
  it.each([
    { name: "ppo", options: { batchSize: 8, nEpochs: 3 }, calls: 12, samples: 8, clipRange: 0.2 },
    { name: "ppo-kl", options: { batchSize: 16, nEpochs: 2 }, calls: 4, samples: 16, clipRange: undefined },
    { name: "trpo", options: { batchSize: 16 }, calls: 1, samples: 32, clipRange: undefined },
  ])("of $name is told of every batch of an iteration", async ({ name, options, calls, samples, clipRange }) => {
    const seen: ObservedSamples[] = [];
    const observe = ({ logRatios, advantages, ...rest }: ObservedSamples) =>
      seen.push({ ...rest, logRatios: logRatios.slice(), advantages: advantages.slice() });
    const algorithm = createAlgorithm(name, { ...small, ...options });
    await train({ environment: "Sign-v0", algorithm, totalSteps: 32, evaluation: false, observe }).finish();
    expect(seen).toHaveLength(calls);
    for (const batch of seen) {
      expect(batch.logRatios).toHaveLength(samples);
      expect(batch.advantages).toHaveLength(samples);
      expect(batch.clipRange).toBe(clipRange);
    }
    // Before the first step, the target policy is the behavior policy.
    if (name !== "trpo") expect(seen[0]?.logRatios.every((l) => Math.abs(l) < 1e-6)).toBe(true);
  });

  it("changes nothing", async () => {
    const policyOf = async (observe?: () => void) => {
      const algorithm = createAlgorithm("ppo", { ...small, batchSize: 16 });
      const run = train({
        environment: "Sign-v0",
        algorithm,
        totalSteps: 64,
        evaluation: false,
        ...(observe && { observe }),
      });
      await run.finish();
      return run.policy.toOnnx();
    };
    expect(await policyOf(() => {})).toEqual(await policyOf());
  });

  it("that is no function is refused", () => {
    const options = { environment: "Sign-v0", observe: true } as unknown as Parameters<typeof train>[0];
    expect(() => train(options)).toThrow('option "observe" is true');
  });
});
