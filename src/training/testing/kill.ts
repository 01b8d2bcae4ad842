import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
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

/**
 * Trains `killTask` in a process of its own, kills that (SIGKILL) so many milliseconds after it reported iteration
 * `reported`, and resumes it here. Returns the iteration of the checkpoint that was resumed.
 */
export async function killedThenResumed(out: string, reported: number, milliseconds: number): Promise<number> {
  const script = fileURLToPath(new URL("./train-until-killed.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", script, out], { stdio: ["ignore", "pipe", "inherit"] });
  const exit = once(child, "exit");
  for await (const line of createInterface(child.stdout)) if (Number(line) >= reported) break;
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  child.kill("SIGKILL");
  const [, signal] = (await exit) as [number | null, string | null];
  if (signal !== "SIGKILL") throw new Error("The training had ended before it was killed.");
  const { iteration } = readCheckpoint(out, "last") as { iteration: number };
  await (await resume(out)).finish();
  return iteration;
}
