import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../random/index.js";
import { threadedWalk } from "./testing/threaded-environments.mjs";
import { timeSteps } from "./time-steps.node.js";

const path = fileURLToPath(new URL("./testing/threaded-environments.mjs", import.meta.url));

describe("timeSteps", () => {
  it("steps copies here and in threads, with actions that are allowed", async () => {
    const source = { kind: "module", reference: `${path}#threadedWalk` } as const;
    const { here, inThreads } = await timeSteps(threadedWalk, 3, { source, threads: 2 }, createRandom(1));
    expect(here).toBeGreaterThan(0);
    expect(inThreads).toBeGreaterThan(0);
  });
});
