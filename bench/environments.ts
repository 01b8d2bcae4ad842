/** How fast environments step without a policy, and how fast random numbers come. */
import { createRandom } from "../src/random/index.js";
import { runChild } from "./harness/child.js";
import { readOptions, runBench } from "./harness/command-line.js";
import { heading, thisMachine } from "./harness/machine.js";
import { formatNumber, table } from "./harness/markdown.js";
import { ourCommand } from "./harness/ours.js";
import { appendRecord, resultsFile } from "./harness/records.js";
import { median } from "./harness/statistics.js";
import { numberAt } from "./harness/training-output.js";
import type { SteppingSettings } from "./ours/stepping.js";

const draws = 20_000_000;
const repeats = 5;

runBench(async () => {
  const { steps } = readOptions({ steps: 4_000_000 });
  const machine = thisMachine();
  const file = resultsFile("environments");
  const cases = [
    ["CartPole-v1", 64],
    ["CartPole-v1", 1024],
    ...["MountainCar-v0", "MountainCarContinuous-v0", "Acrobot-v1", "Pendulum-v1"].map((id) => [id, 64] as const),
  ] as const;
  const rows: string[][] = [];
  for (const [environment, copies] of cases) {
    const settings: SteppingSettings = { environment, copies, steps };
    const { output } = await runChild(await ourCommand("stepping", JSON.stringify(settings)));
    appendRecord(file, { machine, settings, finishedAt: new Date().toISOString(), output });
    rows.push([environment, String(copies), formatNumber(numberAt(output, "stepsPerSecond") / 1e6)]);
  }
  console.log(heading("Stepping without a policy", machine));
  console.log(table(["environment", "copies", "million steps/s"], rows));
  const random = createRandom(1);
  console.log("");
  console.log(
    table(
      ["generator", "million/s"],
      [
        ["uint32", drawRate(() => random.uint32())],
        ["normal", drawRate(() => random.normal())],
      ],
    ),
  );
});

/** Million draws per second, the median of some repeats after a warm-up. */
function drawRate(draw: () => number): string {
  const rates = Array.from({ length: 1 + repeats }, () => {
    let sum = 0;
    const started = performance.now();
    for (let i = 0; i < draws; i++) sum += draw();
    const rate = draws / (performance.now() - started) / 1000;
    // used, so that no compiler may leave the work out
    return Number.isFinite(sum) ? rate : Number.NaN;
  });
  return formatNumber(median(rates.slice(1)));
}
