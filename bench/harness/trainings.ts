import type { TrainSettings } from "../ours/train.js";
import { type Run, runChild } from "./child.js";
import type { Machine } from "./machine.js";
import { formatNumber } from "./markdown.js";
import { requireSameBuild } from "./ours.js";
import { recorded } from "./records.js";
import { evaluationMean } from "./training-output.js";

export interface Trainings {
  /** The bench: its results file. */
  readonly name: string;
  readonly machine: Machine;
  /** Runs `ours/train.ts`. */
  readonly command: readonly string[];
  readonly seeds: readonly number[];
  readonly label: string;
}

/** One training for each seed, one after the other; those that this build has finished before are not repeated. */
export async function trainEachSeed(
  { name, machine, command, seeds, label }: Trainings,
  common: Omit<TrainSettings, "seed">,
): Promise<Run[]> {
  const runs: Run[] = [];
  for (const seed of seeds) {
    const settings: TrainSettings = { ...common, seed };
    const run = await recorded(name, { machine, settings, label }, () => {
      requireSameBuild(machine.build);
      return runChild([...command, JSON.stringify(settings)]);
    });
    const { environment, algorithm = "preset" } = common;
    console.error(`${environment}, ${algorithm}, seed ${seed}: ${formatNumber(evaluationMean(run.output))}`);
    runs.push(run);
  }
  return runs;
}
