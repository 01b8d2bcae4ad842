/** How long a user waits: a cold `proximal train CartPole-v1 --until 475`, measured from outside. */
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Run, runChild } from "./harness/child.js";
import { readOptions, runBench } from "./harness/command-line.js";
import { resultsFolder } from "./harness/folders.js";
import { heading, thisMachine } from "./harness/machine.js";
import { formatNumber, table, targetTable } from "./harness/markdown.js";
import { cliCommand, requireSameBuild } from "./harness/ours.js";
import { peerCommand } from "./harness/paired.js";
import { appendRecord, resultsFile } from "./harness/records.js";
import { median } from "./harness/statistics.js";
import { evaluationMean, numberAt } from "./harness/training-output.js";

/** More than training ever takes here: not reaching the return then shows as such. */
const peerSteps = 100_000;

runBench(async () => {
  const options = readOptions({ seeds: [1, 2, 3, 4, 5], until: 475, peer: false });
  const machine = thisMachine();
  const file = resultsFile("time-to-solve");
  const rows: { readonly seed: number; readonly ours: Run; readonly peer: Run | undefined }[] = [];
  for (const seed of options.seeds) {
    requireSameBuild(machine.build);
    const ours = await trainCold(seed, options.until);
    const peer = options.peer ? await runChild(sb3Command(seed, options.until)) : undefined;
    appendRecord(file, { machine, seed, until: options.until, finishedAt: new Date().toISOString(), ours, peer });
    rows.push({ seed, ours, peer });
    console.error(`seed ${seed}: ${ours.processSeconds.toFixed(2)} s`);
  }

  console.log(heading(`CartPole-v1 until ${options.until}, from a cold start`, machine));
  console.log(
    table(
      [
        "seed",
        "wall s",
        "reached",
        "steps",
        "final evaluation",
        ...(options.peer ? ["SB3: s to the return", "times faster"] : []),
      ],
      rows.map(({ seed, ours, peer }) => [
        String(seed),
        ours.processSeconds.toFixed(2),
        String(ours.output.reachedUntil),
        formatNumber(numberAt(ours.output, "steps")),
        formatNumber(evaluationMean(ours.output)),
        ...(peer ? peerCells(ours, peer) : []),
      ]),
    ),
  );
  const seconds = rows.map(({ ours }) => ours.processSeconds);
  const evaluations = rows.map(({ ours }) => evaluationMean(ours.output));
  console.log(
    `\nWall time counts start-up, training, evaluations, files and the final evaluation: median ${formatNumber(median(seconds))} s, worst ${formatNumber(Math.max(...seconds))} s.\n`,
  );
  const reached = rows.filter(({ ours }) => ours.output.reachedUntil === true).length;
  console.log(
    targetTable([
      { label: `seeds that reached ${options.until}, of ${rows.length}`, value: reached, atLeast: rows.length },
      { label: "lowest final evaluation", value: Math.min(...evaluations), atLeast: options.until },
    ]),
  );
});

async function trainCold(seed: number, until: number): Promise<Run> {
  const out = mkdtempSync(join(resultsFolder, "time-to-solve-"));
  try {
    const flags = ["--seed", String(seed), "--json", "--out", join(out, "run")];
    return await runChild(cliCommand("train", "CartPole-v1", "--until", String(until), ...flags));
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function sb3Command(seed: number, until: number): string[] {
  const flags = { environment: "CartPole-v1", preset: "zoo", seed, steps: peerSteps, until };
  return peerCommand("sb3_ppo.py", ...Object.entries(flags).flatMap(([key, value]) => [`--${key}`, String(value)]));
}

/** The peer's clock stops when it sees the return; ours, when the process has ended. */
function peerCells(ours: Run, { output }: Run): string[] {
  const seconds = output.secondsToUntil;
  if (typeof seconds !== "number") return ["not reached", "—"];
  return [seconds.toFixed(2), formatNumber(seconds / ours.processSeconds)];
}
