/**
 * How fast the MuJoCo tasks step on one core without a policy: ours in turn with Gymnasium's SyncVectorEnv on the native
 * engine, equally many copies, random actions, resets included.
 */
import { runChild } from "./harness/child.js";
import { readOptions, runBench } from "./harness/command-line.js";
import { heading, thisMachine } from "./harness/machine.js";
import { formatNumber, table } from "./harness/markdown.js";
import { onOneCore, ourCommand } from "./harness/ours.js";
import { peerCommand } from "./harness/paired.js";
import { appendRecord, resultsFile } from "./harness/records.js";
import { median } from "./harness/statistics.js";
import { numberAt } from "./harness/training-output.js";
import type { SteppingSettings } from "./ours/stepping.js";

/** Gymnasium's choice of integrator, which costs four times as much where it is Runge-Kutta's. */
const tasks = {
  "InvertedPendulum-v5": "RK4",
  "InvertedDoublePendulum-v5": "RK4",
  "Reacher-v5": "RK4",
  "Pusher-v5": "Euler",
  "Swimmer-v5": "RK4",
  "HalfCheetah-v5": "Euler",
  "Hopper-v5": "RK4",
  "Walker2d-v5": "RK4",
  "Ant-v5": "RK4",
  "Humanoid-v5": "RK4",
  "HumanoidStandup-v5": "RK4",
} as const;

/** Of native speed, for Euler's models. */
const TARGET = 0.65;

/** Steps/s by the clock, and per second of processor time: what a machine that others use as well does not slow down. */
interface Rate {
  readonly clock: number;
  readonly processor: number;
}

runBench(async () => {
  const options = { environments: Object.keys(tasks), pairs: 3, seconds: 1, copies: 16, alone: false };
  const { environments, pairs, seconds, copies, alone } = readOptions(options);
  const machine = thisMachine();
  const file = resultsFile("mujoco-throughput");

  async function measure(environment: string, name: string, command: readonly string[], suffix: string): Promise<Rate> {
    const { output, loadAverage } = await runChild(onOneCore(command));
    const rate = {
      clock: numberAt(output, `stepsPerSecond${suffix}`),
      processor: numberAt(output, `stepsPerProcessorSecond${suffix}`),
    };
    const settings = { environment, name, copies, seconds };
    appendRecord(file, { machine, settings, finishedAt: new Date().toISOString(), loadAverage, rate, output });
    return rate;
  }

  const rows: string[][] = [];
  for (const environment of environments) {
    const settings: SteppingSettings = { environment, copies, seconds };
    const ours: Rate[] = [];
    const theirs: Rate[] = [];
    for (let pair = 0; pair < pairs; pair++) {
      ours.push(await measure(environment, "ours", await ourCommand("stepping", JSON.stringify(settings)), ""));
      if (alone) continue;
      const command = peerCommand(
        "gymnasium_stepping.py",
        ...["--vectorization", "sync", "--environment", environment],
        ...["--copies", String(copies), "--seconds", String(seconds), "--passes", "5"],
      );
      theirs.push(await measure(environment, "gymnasium", command, `.${copies}`));
    }
    const rate = (rates: readonly Rate[], by: keyof Rate) => median(rates.map((each) => each[by]));
    const ratios = theirs.map((their, pair) => ours[pair]!.processor / their.processor);
    const integrator = (tasks as Readonly<Record<string, string>>)[environment] ?? "";
    rows.push([
      environment,
      integrator,
      formatNumber(rate(ours, "clock")),
      formatNumber(rate(ours, "processor")),
      ...(alone
        ? []
        : [
            formatNumber(rate(theirs, "clock")),
            formatNumber(rate(theirs, "processor")),
            `${median(ratios).toFixed(2)} [${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}]`,
            integrator === "Euler" ? (median(ratios) >= TARGET ? "yes" : "**no**") : "—",
          ]),
    ]);
    console.error(rows.at(-1)?.join(" · "));
  }
  console.log(heading(`MuJoCo tasks: steps/s on one core, random actions, ${copies} copies, ${pairs} pairs`, machine));
  const peers = ["Gymnasium", "per processor second", "ratio, by pair", `≥ ${TARGET}`];
  console.log(table(["task", "integrator", "ours", "per processor second", ...(alone ? [] : peers)], rows));
});
