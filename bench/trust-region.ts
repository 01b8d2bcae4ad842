/**
 * How far TRPO moves in any update of whole trainings: never further than its limit, with the preset's damping and with so
 * little that the quadratic model often promises too much. NPG, which checks nothing, beside it.
 */
import { readOptions, runBench } from "./harness/command-line.js";
import { heading, thisMachine } from "./harness/machine.js";
import { formatNumber, table, targetTable } from "./harness/markdown.js";
import { ourCommand } from "./harness/ours.js";
import { mean } from "./harness/statistics.js";
import { evaluationMean, seriesOf } from "./harness/training-output.js";
import { trainEachSeed } from "./harness/trainings.js";

const KL = "losses/kl";
const ACCEPTED = "trust_region/step_accepted";

runBench(async () => {
  const { environments, seeds, dampings, targetKl, label } = readOptions({
    environments: ["CartPole-v1", "Acrobot-v1", "Pendulum-v1"],
    seeds: [1, 2, 3, 4, 5],
    dampings: [0.1, 1e-3],
    targetKl: 0.01,
    label: "",
  });
  const machine = thisMachine();
  const trainings = { name: "trust-region", machine, command: await ourCommand("train"), seeds, label };
  const rows: string[][] = [];
  let violations = 0;
  let updates = 0;
  for (const environment of environments) {
    for (const damping of dampings) {
      for (const algorithm of ["trpo", "npg"]) {
        const series = algorithm === "trpo" ? [KL, ACCEPTED] : [KL];
        const runs = await trainEachSeed(trainings, { environment, algorithm, options: { damping, targetKl }, series });
        const divergences = runs.flatMap(({ output }) => seriesOf(output, KL));
        const beyond = divergences.filter((kl) => kl > targetKl).length;
        if (algorithm === "trpo") {
          violations += beyond;
          updates += divergences.length;
        }
        const accepted = algorithm === "trpo" ? runs.flatMap(({ output }) => seriesOf(output, ACCEPTED)) : [1];
        rows.push([
          `${environment}, ${algorithm}`,
          String(damping),
          String(divergences.length),
          `${formatNumber(100 * mean(accepted))} %`,
          Math.max(...divergences).toPrecision(4),
          String(beyond),
          runs.map(({ output }) => formatNumber(evaluationMean(output))).join(", "),
        ]);
      }
    }
  }
  console.log(heading(`Largest divergence of any update, δ = ${targetKl}`, machine));
  console.log(table(["run", "damping", "updates", "accepted", "largest KL", "beyond δ", "final return by seed"], rows));
  console.log("");
  console.log(
    targetTable([{ label: `updates of TRPO beyond δ, of ${formatNumber(updates)}`, value: violations, atMost: 0 }]),
  );
});
