/** How fast the MuJoCo tasks step on one core without a policy, beside the bare bindings' speed. */
import { runChild } from "./harness/child.js";
import { readOptions, runBench } from "./harness/command-line.js";
import { heading, thisMachine } from "./harness/machine.js";
import { formatNumber, table } from "./harness/markdown.js";
import { onOneCore, ourCommand } from "./harness/ours.js";
import { appendRecord, resultsFile } from "./harness/records.js";
import { numberAt } from "./harness/training-output.js";
import type { SteppingSettings } from "./ours/stepping.js";

/**
 * Thousands of steps/s of a loop around the bindings' mj_step with random actions, measured on one core of a 2-core AMD
 * EPYC (Zen 4) virtual machine, and of the same engine compiled natively (gcc -O3 -mavx) there.
 */
const references: Readonly<Record<string, readonly [bindings: string, native: string]>> = {
  "HalfCheetah-v5": ["15–20", "23–27"],
  "Hopper-v5": ["7.2–9.8", "11.9"],
  "Walker2d-v5": ["5.6–6.7", "8.8"],
  "Ant-v5": ["2.8–3.2", "3.6"],
  "Humanoid-v5": ["2.6", "3.2"],
};

const ids = [
  "InvertedPendulum-v5",
  "InvertedDoublePendulum-v5",
  "Reacher-v5",
  "Pusher-v5",
  "Swimmer-v5",
  "HalfCheetah-v5",
  "Hopper-v5",
  "Walker2d-v5",
  "Ant-v5",
  "Humanoid-v5",
  "HumanoidStandup-v5",
] as const;

runBench(async () => {
  const { steps, copies } = readOptions({ steps: 10_000, copies: 32 });
  const machine = thisMachine();
  const file = resultsFile("mujoco-throughput");
  const rows: string[][] = [];
  for (const environment of ids) {
    const settings: SteppingSettings = { environment, copies, steps };
    const { output } = await runChild(onOneCore(await ourCommand("stepping", JSON.stringify(settings))));
    appendRecord(file, { machine, settings, finishedAt: new Date().toISOString(), output });
    const [bindings = "—", native = "—"] = references[environment] ?? [];
    const rate = (name: string) => formatNumber(numberAt(output, name) / 1000);
    rows.push([environment, rate("stepsPerSecond"), rate("stepsPerProcessorSecond"), bindings, native]);
  }
  console.log(heading("MuJoCo tasks without a policy, one core", machine));
  console.log(
    table(["environment", "thousand steps/s", "per second of processor time", "bare bindings", "native engine"], rows),
  );
});
