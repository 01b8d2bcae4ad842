import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { ppo } from "../../algorithms/index.js";
import { resume, type TrainOptions } from "../index.js";
import { readCheckpoint } from "../run-folder.node.js";

/** Everything that a checkpoint has to hold, in iterations short enough to be killed between any two lines. */
export const killTask = (): TrainOptions => ({
  environment: "Pendulum-v1",
  algorithm: ppo({
    nEnvs: 4,
    nSteps: 64,
    batchSize: 64,
    nEpochs: 4,
    normalizeObservation: true,
    normalizeReward: true,
    desiredKl: 0.01,
    exploration: { stateDependent: true },
    network: { hidden: [16] },
  }),
  totalSteps: 256 * 60,
  evaluation: { everySteps: 1024, episodes: 2 },
  checkpointSeconds: 0.01,
  seed: 8,
});

/** Trains `killTask` in a process of its own, kills that (SIGKILL) so long after its first iteration, and resumes here. */
export async function killedThenResumed(out: string, milliseconds: number): Promise<{ readonly iteration: number }> {
  const script = fileURLToPath(new URL("./train-until-killed.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", script, out], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  const [, signal] = (await exit) as [number | null, string | null];
  if (signal !== "SIGKILL") throw new Error("The training had ended before it was killed.");
  const { iteration } = readCheckpoint(out, "last") as { iteration: number };
  await (await resume(out)).finish();
  return { iteration };
}
