/**
 * Broken models, failing steps and more simulations than memory holds, thousands of them in one process: is each told
 * clearly, does anything leak, and does the process train afterwards as if nothing had been?
 */
import { runChild } from "./harness/child.js";
import { readOptions, runBench } from "./harness/command-line.js";
import { heading, thisMachine } from "./harness/machine.js";
import { formatNumber, table, targetTable } from "./harness/markdown.js";
import { ourCommand } from "./harness/ours.js";
import { appendRecord, resultsFile } from "./harness/records.js";
import type { AbuseSettings, AbuseStage } from "./ours/mujoco-abuse.js";

runBench(async () => {
  const { documents, failingSteps, data, steps, seed, samples } = readOptions({
    documents: 4000,
    failingSteps: 40,
    data: 500,
    steps: 20_480,
    seed: 1,
    samples: false,
  });
  const machine = thisMachine();
  const settings: AbuseSettings = { abuse: true, documents, failingSteps, data, steps, seed };
  const run = async (abuse: boolean) => {
    const [node = "", script = ""] = await ourCommand("mujoco-abuse");
    return (await runChild([node, "--expose-gc", script, JSON.stringify({ ...settings, abuse })])).output;
  };
  const abused = await run(true);
  const fresh = await run(false);
  appendRecord(resultsFile("mujoco-abuse"), { machine, settings, finishedAt: new Date().toISOString(), abused, fresh });

  const stages = abused.stages as unknown as readonly AbuseStage[];
  console.log(
    heading(`${documents} broken models, ${failingSteps} failing steps and ${data} data in one process`, machine),
  );
  console.log(
    table(
      ["", "attempts", "told clearly", "codes", "engine's heap, MB", "resident, MB"],
      stages.map(({ name, attempts, clear, codes, heapMegabytes, residentMegabytes }) => [
        name,
        String(attempts),
        String(clear),
        Object.entries(codes)
          .map(([code, count]) => `${code} ${count}`)
          .join(", "),
        formatNumber(heapMegabytes),
        formatNumber(residentMegabytes),
      ]),
    ),
  );
  const troubles = stages.flatMap(({ notes }) => notes.filter((note) => /^[A-Z]{7,} /.test(note)));
  const shown = samples ? stages.flatMap(({ notes }) => notes) : troubles;
  console.log(`\n${shown.map((note) => `- ${note}`).join("\n")}\n`);
  console.log(`Training afterwards: ${JSON.stringify(abused.training)}`);
  console.log(`In a fresh process:  ${JSON.stringify(fresh.training)}\n`);
  const attempts = stages.reduce((sum, stage) => sum + stage.attempts, 0);
  const parts = stages.filter(({ name }) => name.startsWith("broken XML"));
  console.log(
    targetTable([
      { label: "told clearly", value: stages.reduce((sum, { clear }) => sum + clear, 0), atLeast: attempts },
      {
        label: "growth of the engine's heap from the first to the last part of the broken models, MB",
        value: (parts.at(-1)?.heapMegabytes ?? 0) - (parts[0]?.heapMegabytes ?? 0),
        atMost: 0,
      },
      {
        label: "training equal to that in a fresh process, bit for bit",
        value: JSON.stringify(abused.training) === JSON.stringify(fresh.training) ? 1 : 0,
        atLeast: 1,
      },
    ]),
  );
});
