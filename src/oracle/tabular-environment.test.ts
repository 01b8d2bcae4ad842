import { describe, expect, it } from "vitest";
import { checkEnvironment, vectorize } from "../environments/index.js";
import { createRandom } from "../random/index.js";
import {
  chain,
  expectedReturn,
  gridworld,
  randomMdp,
  tabularEnvironment,
  uniformPolicy,
  withHorizon,
} from "./index.js";

const EPISODES = 20_000;

describe("a tabular process as an environment", () => {
  it.each([chain(4), gridworld(2, 2, 0.3), withHorizon(randomMdp(createRandom(1), 4, 3), 6)])(
    "keeps the contract ($name)",
    (mdp) => {
      expect(checkEnvironment(tabularEnvironment(mdp, { maxEpisodeSteps: 50 })).problems).toEqual([]);
    },
  );

  it("pays on average what the exact solution says, within 4 standard errors", () => {
    const random = createRandom(3);
    const mdp = withHorizon(randomMdp(random, 4, 3), 6);
    const environment = vectorize(tabularEnvironment(mdp), 100, random.split("environment"));
    const actions = new Int32Array(100);
    const returns = new Float64Array(100);
    let [sum, squares, episodes] = [0, 0, 0];
    environment.reset();
    for (let step = 0; episodes < EPISODES; step++) {
      for (let e = 0; e < 100; e++) actions[e] = random.integer(3);
      environment.step(actions);
      for (let e = 0; e < 100; e++) {
        returns[e]! += mdp.gamma ** (step % 6) * environment.rewards[e]!;
        expect(environment.terminated[e]).toBe(step % 6 === 5 ? 1 : 0);
        if (environment.terminated[e] !== 1) continue;
        sum += returns[e]!;
        squares += returns[e]! ** 2;
        returns[e] = 0;
        episodes++;
      }
    }
    const mean = sum / episodes;
    const standardError = Math.sqrt((squares / episodes - mean ** 2) / episodes);
    expect(Math.abs(mean - expectedReturn(mdp, uniformPolicy(mdp)))).toBeLessThan(4 * standardError);
    expect(standardError).toBeLessThan(0.02);
  });
});
