/** How fast we are on one core: stepping, collecting, and training with the sizes PufferLib is measured with. */
import type { PpoOptions } from "proximal";
import { type JsonObject, runChild } from "./harness/child.js";
import { readOptions, runBench } from "./harness/command-line.js";
import { heading, thisMachine } from "./harness/machine.js";
import { type Figure, formatNumber, table, targetTable } from "./harness/markdown.js";
import { canPin, onOneCore, ourCommand, requireSameBuild } from "./harness/ours.js";
import { appendRecord, resultsFile } from "./harness/records.js";
import { spread } from "./harness/summary.js";
import { evaluationMean, numberAt } from "./harness/training-output.js";
import type { RolloutSettings } from "./ours/rollout.js";
import type { SteppingSettings } from "./ours/stepping.js";
import type { TrainSettings } from "./ours/train.js";

const environment = "CartPole-v1";

interface Case {
  readonly label: string;
  readonly script: string;
  readonly settings: RolloutSettings | SteppingSettings | TrainSettings;
  readonly target: number;
}

runBench(async () => {
  const options = readOptions({ runs: 3, scale: 1, activation: "gelu", only: "" });
  const machine = thisMachine();
  const file = resultsFile("throughput");
  const cases = allCases(options).filter(({ label }) => label.includes(options.only));
  const figures: Figure[] = [];
  const rows: string[][] = [];
  for (const { label, script, settings, target } of cases) {
    const command = onOneCore(await ourCommand(script, JSON.stringify(settings)));
    const outputs: JsonObject[] = [];
    for (let i = 1; i <= options.runs; i++) {
      requireSameBuild(machine.build);
      console.error(`${label}: run ${i} of ${options.runs}`);
      const run = await runChild(command);
      appendRecord(file, { machine, label, settings, finishedAt: new Date().toISOString(), run });
      outputs.push(run.output);
    }
    const rates = spread(outputs.map((output) => numberAt(output, "stepsPerSecond")));
    figures.push({ label, value: rates?.median ?? null, atLeast: target });
    rows.push([
      label,
      rates ? [rates.median, rates.minimum, rates.maximum].map(formatNumber).join(" · ") : "—",
      script === "train" ? outputs.map((output) => formatNumber(evaluationMean(output))).join(", ") : "",
    ]);
  }
  console.log(heading(`Throughput on one core${canPin() ? ", pinned" : ", not pinned: no taskset"}`, machine));
  console.log(
    table([`${environment}, ${options.runs} runs`, "steps/s: median · least · most", "final evaluation"], rows),
  );
  console.log(
    `\nTraining: one hidden layer of 128 (${options.activation}; PufferLib's is gelu), shared by policy and value: 1 027 parameters. Its steps/s count everything from the first step to the last; episodes end at 500 steps.\n`,
  );
  console.log(targetTable(figures));
});

function allCases({ scale, activation }: { readonly scale: number; readonly activation: string }): Case[] {
  const scaled = (n: number) => Math.max(1, Math.round(n * scale));
  const training = (steps: number, ppo: PpoOptions): TrainSettings => ({
    environment,
    seed: 1,
    totalSteps: scaled(steps),
    ppo: {
      ...ppo,
      gaeLambda: 0.95,
      network: { hidden: [128], shared: true, activation: activation as "gelu" },
    },
  });
  const stepping = (copies: number): SteppingSettings => ({ environment, copies, steps: scaled(20_000_000) });
  return [
    {
      label: "rollout, 64 environments, policy 64→64",
      script: "rollout",
      settings: { environment, copies: 64, steps: 128, repeats: scaled(200) },
      target: 500_000,
    },
    { label: "stepping alone, 64 environments", script: "stepping", settings: stepping(64), target: 25e6 },
    { label: "stepping alone, 1024 environments", script: "stepping", settings: stepping(1024), target: 25e6 },
    {
      label: "training, 64 × 32, minibatch 512, 4 epochs",
      script: "train",
      settings: training(301_056, {
        nEnvs: 64,
        nSteps: 32,
        batchSize: 512,
        nEpochs: 4,
        learningRate: 3e-3,
        gamma: 0.98,
      }),
      target: 100_000,
    },
    {
      label: "training, 4096 × 64, minibatch 32768, 1 epoch",
      script: "train",
      settings: training(5_242_880, {
        nEnvs: 4096,
        nSteps: 64,
        batchSize: 32_768,
        nEpochs: 1,
        learningRate: 0.015,
        gamma: 0.95,
      }),
      target: 450_000,
    },
  ];
}
