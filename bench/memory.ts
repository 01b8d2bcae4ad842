/** Does training leak? Resident memory of a long `proximal train`, sampled from outside. */
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { RunError } from "../src/errors.js";
import { oneThreadEnvironment } from "./harness/child.js";
import { readOptions, runBench } from "./harness/command-line.js";
import { resultsFolder } from "./harness/folders.js";
import { heading, thisMachine } from "./harness/machine.js";
import { formatNumber, table, targetTable } from "./harness/markdown.js";
import { cliCommand } from "./harness/ours.js";
import { appendRecord, resultsFile } from "./harness/records.js";
import { slope } from "./harness/statistics.js";

/** So many that the clock ends the run. */
const endlessSteps = 1e12;
const interrupted = 130;

interface MemoryUse {
  /** Minutes since the start, and 10^6 bytes then. */
  readonly samples: readonly { readonly minutes: number; readonly megabytes: number }[];
  readonly peakMegabytes: number;
  readonly slopePerMinute: number;
  /** Steps it got to. */
  readonly steps: number | null;
}

runBench(async () => {
  const options = readOptions({
    environments: ["CartPole-v1", "Pendulum-v1"],
    minutes: 10,
    interval: 5,
    together: false,
  });
  const machine = thisMachine();
  const file = resultsFile("memory");
  const measure = async (environment: string): Promise<readonly [string, MemoryUse]> => {
    const use = await watch(environment, options.minutes, options.interval);
    appendRecord(file, { machine, environment, options, finishedAt: new Date().toISOString(), use });
    return [environment, use];
  };
  let results: (readonly [string, MemoryUse])[] = [];
  if (options.together) results = await Promise.all(options.environments.map(measure));
  else for (const environment of options.environments) results.push(await measure(environment));

  const warmUp = warmUpMinutes(options.minutes);
  console.log(heading(`Memory over ${options.minutes} minutes of training`, machine));
  console.log(
    table(
      ["environment", "start MB", "end MB", "peak MB", `slope after minute ${warmUp}, MB/min`, "samples", "steps"],
      results.map(([environment, { samples, peakMegabytes, slopePerMinute, steps }]) => [
        environment,
        formatNumber(samples[0]?.megabytes ?? Number.NaN),
        formatNumber(samples.at(-1)?.megabytes ?? Number.NaN),
        formatNumber(peakMegabytes),
        formatNumber(slopePerMinute),
        String(samples.length),
        steps === null ? "—" : formatNumber(steps),
      ]),
    ),
  );
  console.log("");
  console.log(
    targetTable(
      results.flatMap(([environment, { peakMegabytes, slopePerMinute }]) => [
        { label: `${environment}: MB/min`, value: slopePerMinute, atMost: 1 },
        { label: `${environment}: peak MB`, value: peakMegabytes, atMost: 200 },
      ]),
    ),
  );
});

/** Until then caches fill and code is compiled, which is no leak. */
const warmUpMinutes = (minutes: number) => Math.min(2, minutes / 5);

async function watch(environment: string, minutes: number, intervalSeconds: number): Promise<MemoryUse> {
  mkdirSync(resultsFolder, { recursive: true });
  const folder = mkdtempSync(join(resultsFolder, "memory-"));
  const run = join(folder, "run");
  const flags = ["--steps", String(endlessSteps), "--seed", "1", "--json", "--out", run];
  const [program = "", ...parameters] = cliCommand("train", environment, ...flags);
  const child = spawn(program, parameters, { env: oneThreadEnvironment(), stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-2000);
  });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const isRunning = () => child.exitCode === null && child.signalCode === null && child.pid !== undefined;
  try {
    const started = performance.now();
    const minutesNow = () => (performance.now() - started) / 60_000;
    const samples: { minutes: number; megabytes: number }[] = [];
    while (minutesNow() < minutes) {
      await sleep(intervalSeconds * 1000);
      if (!isRunning()) break;
      samples.push({ minutes: minutesNow(), megabytes: residentMegabytes(child.pid as number) });
      console.error(`${environment}: ${minutesNow().toFixed(1)} min, ${samples.at(-1)?.megabytes.toFixed(1)} MB`);
    }
    const peak = isRunning() ? highWaterMegabytes(child.pid as number) : undefined;
    const early = !isRunning();
    child.kill("SIGINT");
    const exitCode = await ended;
    if (early || exitCode !== interrupted) {
      throw new RunError({
        code: "bench-child-failed",
        message: `Training on ${environment} ended with ${exitCode} ${early ? "before its time" : "after SIGINT"}: ${stderr.trim()}`,
        fix: `Run \`node dist/cli.js train ${environment}\` by itself and mend it.`,
      });
    }
    const late = samples.filter((sample) => sample.minutes >= warmUpMinutes(minutes));
    return {
      samples,
      peakMegabytes: Math.max(peak ?? 0, ...samples.map(({ megabytes }) => megabytes)),
      slopePerMinute: slope(
        late.map((sample) => sample.minutes),
        late.map(({ megabytes }) => megabytes),
      ),
      steps: stepsIn(run),
    };
  } finally {
    if (isRunning()) child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}

function residentMegabytes(pid: number): number {
  const status = statusKilobytes(pid, "VmRSS");
  // elsewhere than on Linux
  const kilobytes = status ?? Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" }));
  return (kilobytes * 1024) / 1e6;
}

/** The most it ever was, between samples too; undefined where the system does not tell. */
function highWaterMegabytes(pid: number): number | undefined {
  const kilobytes = statusKilobytes(pid, "VmHWM");
  return kilobytes === undefined ? undefined : (kilobytes * 1024) / 1e6;
}

function statusKilobytes(pid: number, field: string): number | undefined {
  const path = `/proc/${pid}/status`;
  if (!existsSync(path)) return undefined;
  const match = readFileSync(path, "utf8").match(new RegExp(`^${field}:\\s+(\\d+) kB`, "m"));
  return match ? Number(match[1]) : undefined;
}

/** The step of the last record that the run wrote. */
function stepsIn(folder: string): number | null {
  const lastLine = readFileSync(join(folder, "metrics.jsonl")).subarray(-10_000).toString("utf8").trimEnd();
  const step = /"step":(\d+)/.exec(lastLine.split("\n").at(-1) ?? "")?.[1];
  return step === undefined ? null : Number(step);
}
