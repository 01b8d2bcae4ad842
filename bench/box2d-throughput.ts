/** Steps per second of the Box2D environments on one core with random actions, in turn with Gymnasium's. */
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

const environments = ["LunarLander-v3", "LunarLanderContinuous-v3", "BipedalWalker-v3", "BipedalWalkerHardcore-v3"];
const copies = 16;

runBench(async () => {
  const { runs, steps, episodes, peer } = readOptions({ runs: 3, steps: 20_000, episodes: 30, peer: false });
  const machine = thisMachine();
  const file = resultsFile("box2d-throughput");
  const rows: string[][] = [];
  for (const environment of environments) {
    const settings: SteppingSettings = { environment, copies, steps };
    const ours = onOneCore(await ourCommand("stepping", JSON.stringify(settings)));
    const theirs = peer
      ? onOneCore(peerCommand("gymnasium_box2d.py", "returns", environment, String(episodes), "random"))
      : undefined;
    const rates = { ours: [] as number[], theirs: [] as number[] };
    for (let run = 0; run < runs; run++) {
      for (const [name, command] of Object.entries({ ours, theirs })) {
        if (command === undefined) continue;
        const { output } = await runChild(command);
        const rate = numberAt(output, "stepsPerSecond");
        rates[name as "ours"].push(rate);
        appendRecord(file, { machine, environment, name, rate, finishedAt: new Date().toISOString() });
      }
    }
    rows.push([
      environment,
      formatNumber(median(rates.ours)),
      ...(peer ? [formatNumber(median(rates.theirs)), (median(rates.ours) / median(rates.theirs)).toFixed(2)] : []),
    ]);
  }
  console.log(heading("Box2D environments: steps/s on one core, random actions", machine));
  console.log(table(["environment", "ours", ...(peer ? ["Gymnasium", "ratio"] : [])], rows));
});
