/** What threads and overlapped collection gain, by what a step of the environment costs. */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { ActorsOptions } from "proximal";
import { type JsonObject, runChild } from "./harness/child.js";
import { readOptions, runBench } from "./harness/command-line.js";
import { benchFolder } from "./harness/folders.js";
import { heading, thisMachine } from "./harness/machine.js";
import { formatNumber, table } from "./harness/markdown.js";
import { ourCommand, requireSameBuild } from "./harness/ours.js";
import { appendRecord, resultsFile } from "./harness/records.js";
import { median } from "./harness/statistics.js";
import { numberAt } from "./harness/training-output.js";
import type { ActorsBenchSettings } from "./ours/actors.js";
import { compute } from "./ours/busy-environments.mjs";
import type { HandoverSettings } from "./ours/handover.js";

runBench(async () => {
  const options = readOptions({
    runs: 3,
    seconds: 3,
    copies: 8,
    steps: 128,
    costs: [1, 10, 100, 1000],
    threads: [2, 4, 8],
  });
  const machine = thisMachine();
  const file = resultsFile("actors");
  const rounds = roundsPerMicrosecond();
  const environment = { BENCH_ROUNDS_PER_MICROSECOND: String(rounds) };
  const module = join(benchFolder, "ours", "busy-environments.mjs");
  const threads = options.threads.filter((n) => n <= availableParallelism());
  const modes: [string, ActorsOptions][] = [
    ["in-process", { threads: 0 }],
    ...threads.map((n): [string, ActorsOptions] => [`${n} threads`, { threads: n }]),
    ["1 thread and itself", { threads: 1, ownShare: true }],
    ["overlapped", { threads: 0, overlap: true }],
    [`overlapped, ${threads[0] ?? 1} threads`, { threads: threads[0] ?? 1, overlap: true }],
    ["chosen automatically", {}],
  ];
  const rates = new Map<string, number[]>();
  for (let round = 1; round <= options.runs; round++) {
    for (const microseconds of options.costs) {
      // one after the other in every round, because machines drift
      for (const [mode, actors] of modes) {
        requireSameBuild(machine.build);
        console.error(`round ${round} of ${options.runs}: ${microseconds} µs, ${mode}`);
        const { copies, steps, seconds } = options;
        const settings: ActorsBenchSettings = { module, microseconds, actors, copies, steps, seconds };
        const { output } = await runChild(await ourCommand("actors", JSON.stringify(settings)), { environment });
        appendRecord(file, { machine, mode, settings, finishedAt: new Date().toISOString(), output });
        const key = `${microseconds} ${mode}`;
        rates.set(key, [...(rates.get(key) ?? []), numberAt(output, "stepsPerSecond")]);
      }
    }
  }
  console.log(heading("Actors: training steps/s by the cost of a step", machine));
  console.log(
    `${options.copies} copies, ${options.steps} steps an iteration, PPO with 4 epochs of minibatches of 256, 64→64.\n`,
  );
  const rows = options.costs.map((microseconds) => {
    const medians = modes.map(([mode]) => median(rates.get(`${microseconds} ${mode}`) ?? []));
    return [
      `${microseconds} µs`,
      ...medians.map((rate) => `${formatNumber(rate)} (${(rate / medians[0]!).toFixed(2)}×)`),
    ]; // the first mode is there
  });
  console.log(table(["a step costs", ...modes.map(([mode]) => mode)], rows));
  console.log("");
  console.log(table(["a fragment of", "handed over by a process", "by a thread"], await handovers()));
});

async function handovers(): Promise<string[][]> {
  const rows: string[][] = [];
  for (const numbers of [16_384, 262_144, 4_194_304]) {
    const settings: HandoverSettings = { numbers, repeats: 50 };
    const { output }: { output: JsonObject } = await runChild(await ourCommand("handover", JSON.stringify(settings)));
    const milliseconds = (name: string) => `${formatNumber(numberAt(output, name))} ms`;
    rows.push([`${(4 * numbers) / 1024} KiB`, milliseconds("fromProcess"), milliseconds("fromThread")]);
  }
  return rows;
}

function roundsPerMicrosecond(): number {
  const times = 2_000_000;
  const rates = Array.from({ length: 5 }, () => {
    const start = performance.now();
    const result = compute(times);
    // used, so that no compiler may leave the work out
    return result >= 0 ? times / (1000 * (performance.now() - start)) : Number.NaN;
  });
  return Math.round(median(rates));
}
