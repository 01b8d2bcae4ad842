import type { Json } from "./child.js";
import { heading, thisMachine } from "./machine.js";
import { targetTable } from "./markdown.js";
import { onOneCore, ourCommand, requireSameBuild } from "./ours.js";
import { comparePaired, peerCommand } from "./paired.js";
import { mean } from "./statistics.js";
import { evaluationMean } from "./training-output.js";

/** One algorithm on one environment, ours and the peer's with equal hyperparameters. */
export interface PairedTraining {
  /** Names the results file. */
  readonly name: string;
  readonly algorithm: "sac" | "trpo";
  readonly peer: string;
  readonly environment: string;
  /** Ours, spelled out: presets may come to differ. */
  readonly options: object;
  readonly steps: number;
  readonly seeds: readonly number[];
  readonly label: string;
  /** How many times the peer's speed. */
  readonly atLeast: number;
}

/** Trains ours and the peer in turn, a pair per seed, both on one core, and prints speeds, their ratio and returns. */
export async function compareTraining(training: PairedTraining): Promise<void> {
  const { name, algorithm, peer, environment, options, steps, seeds, label, atLeast } = training;
  const machine = thisMachine();
  const ours = await ourCommand("train");
  const seedOf = (pair: number) => seeds[pair - 1] ?? 0;
  const oursOf = (seed: number) => {
    const settings = { environment, seed, totalSteps: steps, algorithm, options, withoutPreset: true };
    return onOneCore([...ours, JSON.stringify(settings)]);
  };
  const peerOf = (seed: number) =>
    onOneCore(
      peerCommand(
        "sb3_sac_trpo.py",
        ...["--algorithm", algorithm, "--environment", environment],
        ...["--seed", String(seed), "--steps", String(steps)],
      ),
    );
  const result = await comparePaired({
    name,
    configuration: { machine: { ...machine }, label, environment } as unknown as Json,
    a: { label: "ours", command: (pair) => oursOf(seedOf(pair)) },
    b: { label: peer, command: (pair) => peerOf(seedOf(pair)) },
    pairs: seeds.length,
    measures: [
      { label: "training steps/s", path: "stepsPerSecond" },
      { label: "steps per second of processor time", path: "stepsPerCpuSecond" },
      { label: "training, s", path: "trainSeconds" },
      { label: "start-up, s", path: "startupSeconds" },
      { label: "final evaluation, 100 episodes", path: "evaluation.mean" },
      { label: "peak memory, MB", path: "rssMegabytes" },
    ],
    onRun: (program, pair) => {
      requireSameBuild(machine.build);
      console.error(`${environment}, ${program}, seed ${seedOf(pair)}`);
    },
  });
  const evaluations = result.runs.map(({ a, b }) => [evaluationMean(a.output), evaluationMean(b.output)] as const);
  console.log(heading(`${environment}, ${algorithm}, ${steps} steps, seeds ${seeds.join(", ")}`, machine));
  console.log(`${result.markdown}\n`);
  for (const [i, [a, b]] of evaluations.entries()) console.log(`- seed ${seeds[i]}: ours ${a}, ${peer} ${b}`);
  const [a, b] = [0, 1].map((side) => mean(evaluations.map((pair) => pair[side] as number)));
  console.log(`- mean: ours ${a}, ${peer} ${b}`);
  console.log(`\nPeer: ${JSON.stringify(result.runs[0]?.b.output.versions)}\n`);
  const [wall, processor] = result.measures;
  console.log(
    targetTable([
      { label: `training speed, times that of ${peer}`, value: wall?.ratio?.median ?? null, atLeast },
      { label: "the same by processor time", value: processor?.ratio?.median ?? null, atLeast },
    ]),
  );
}
