/** What a training loses when those who act for it are killed, exit, hang or throw: nothing, and the result is the same. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ActorsOptions, createRandom } from "proximal";
import { type JsonObject, runChild } from "./harness/child.js";
import { readOptions, runBench } from "./harness/command-line.js";
import { benchFolder } from "./harness/folders.js";
import { heading, thisMachine } from "./harness/machine.js";
import { table } from "./harness/markdown.js";
import { ourCommand } from "./harness/ours.js";
import { appendRecord, resultsFile } from "./harness/records.js";
import { numberAt } from "./harness/training-output.js";
import type { ActorFaultsSettings } from "./ours/actor-faults.js";

/** A thread cannot be killed by itself; what exits or hangs in the process that trains takes the run with it. */
const modes: readonly { name: string; actors: ActorsOptions; kinds: readonly string[] }[] = [
  { name: "environments in two threads", actors: { threads: 2 }, kinds: ["exiting", "hanging", "throwing"] },
  {
    name: "environments in a thread and in the process that trains",
    actors: { threads: 1, ownShare: true },
    kinds: ["throwing"],
  },
  {
    name: "a process that acts, learner overlapped",
    actors: { threads: 0, overlap: true },
    kinds: ["killed", "exiting", "hanging", "throwing"],
  },
  {
    name: "a process that acts, its environments in two threads",
    actors: { threads: 2, overlap: true },
    kinds: ["killed", "exiting", "hanging", "throwing"],
  },
  {
    name: "two processes that act, learner overlapped",
    actors: { overlap: true, processes: 2 },
    kinds: ["killed", "exiting", "hanging", "throwing"],
  },
];

runBench(async () => {
  const options = readOptions({ faults: 20, seed: 1, copies: 8, steps: 128, iterations: 40, timeout: 2 });
  const { faults: number, seed, copies, steps, iterations, timeout } = options;
  const machine = thisMachine();
  const file = resultsFile("actor-faults");
  const module = join(benchFolder, "ours", "counting-environment.mjs");
  const rows: string[][] = [];
  let sound = true;
  for (const [m, { name, actors: mode, kinds }] of modes.entries()) {
    const actors = { ...mode, timeoutSeconds: timeout };
    const settings: ActorFaultsSettings = { module, actors, seed, copies, steps, iterations };
    const command = await ourCommand("actor-faults", JSON.stringify(settings));
    const folder = mkdtempSync(join(tmpdir(), "proximal-faults-"));
    try {
      console.error(`${name}: undisturbed`);
      const undisturbed = await runChild(command);
      console.error(`${name}: ${number} faults`);
      const faults = planFaults(createRandom(seed).split(m), number, kinds, folder, options);
      const environment = { BENCH_FAULTS: JSON.stringify(faults) };
      const disturbed = await runChild(command, { environment });
      const happened = readdirSync(folder);
      appendRecord(file, { machine, settings, faults, finishedAt: new Date().toISOString(), output: disturbed.output });
      const same = disturbed.output.result === undisturbed.output.result;
      const [made, missing, repeated] = ["transitions", "missing", "repeated"].map((what) =>
        numberAt(disturbed.output, what),
      );
      const total = copies * steps * iterations;
      const whole = made === total && numberAt(disturbed.output, "reported") === total;
      if (!(same && whole && missing === 0 && repeated === 0 && happened.length === number)) sound = false;
      rows.push([
        name,
        kinds.map((kind) => `${happened.filter((marker) => marker.endsWith(kind)).length} ${kind}`).join(", "),
        String(noticesOf(disturbed.output).length),
        `${made} of ${total}`,
        String(missing),
        String(repeated),
        same ? "identical" : "**different**",
      ]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  console.log(heading(`Faults of actors during training, ${number} in each`, machine));
  console.log(
    table(
      ["who acts", "what happened", "notices", "transitions learned from", "missing", "repeated", "metrics and policy"],
      rows,
    ),
  );
  process.exitCode = sound ? 0 : 1;
});

/** Faults at random moments, no two in one fragment: who fails again at once is given up. */
function planFaults(
  random: ReturnType<typeof createRandom>,
  number: number,
  kinds: readonly string[],
  folder: string,
  { seed, copies, steps, iterations }: { seed: number; copies: number; steps: number; iterations: number },
) {
  const fragments = Int32Array.from({ length: iterations }, (_, i) => i);
  random.shuffle(fragments);
  return Array.from({ length: number }, (_, i) => {
    const kind = kinds[i % kinds.length] as string;
    const copy = random.integer(copies);
    return {
      kind,
      // how training gives every copy a generator of its own
      draw: createRandom(seed).split("environment").split(copy).float(),
      transition: fragments[i]! * steps + 1 + random.integer(steps),
      marker: join(folder, `${i}-${kind}`),
    };
  });
}

const noticesOf = ({ notices }: JsonObject) => notices as readonly string[];
