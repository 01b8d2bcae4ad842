/**
 * HalfCheetah-v5 with one and with two actors, threads or processes: how fast they collect, and how long an overlapped learner
 * waits for them.
 */
import type { ActorsOptions } from "proximal";
import { UsageError } from "../src/errors.js";
import { type JsonObject, runChild } from "./harness/child.js";
import { readOptions, runBench } from "./harness/command-line.js";
import { heading, thisMachine } from "./harness/machine.js";
import { formatNumber, table, targetTable } from "./harness/markdown.js";
import { onCores, ourCommand, requireSameBuild } from "./harness/ours.js";
import { appendRecord, resultsFile } from "./harness/records.js";
import { median } from "./harness/statistics.js";
import { numberAt } from "./harness/training-output.js";
import type { TrainSettings } from "./ours/train.js";

const environment = "HalfCheetah-v5";

interface Mode {
  readonly name: string;
  readonly actors: ActorsOptions;
  /** Of the learner, where they differ. */
  readonly options?: object;
}

interface Learner {
  readonly name: string;
  readonly options: object;
  /** Of the steps. */
  readonly share: number;
  readonly modes: readonly Mode[];
  /** Leave out the first fifth of a training, in which engines compile what they run. */
  readonly warmedUp?: boolean;
}

const overlapped: Mode = { name: "overlapped", actors: { threads: 0, overlap: true } };
/** As many threads that are busy as two cores take. */
const shared: Mode = { name: "1 thread and itself", actors: { threads: 1, ownShare: true } };
const processes: Mode = { name: "overlapped, 2 processes", actors: { overlap: true, processes: 2 } };
/** A second actor as large as the first: 32 copies, as in the preset, and a learner that takes twice as many steps at once. */
const twice: Mode = {
  name: "overlapped, 2 processes of 32 copies",
  actors: processes.actors,
  options: { nEnvs: 64, batchSize: 16_384 },
};
const modes: readonly Mode[] = [
  { name: "in-process", actors: { threads: 0 } },
  { name: "1 thread", actors: { threads: 1 } },
  { name: "2 threads", actors: { threads: 2 } },
  shared,
  overlapped,
  { name: "overlapped, 2 threads", actors: { threads: 2, overlap: true } },
  processes,
  { name: "chosen automatically", actors: {} },
];

/** The learner takes a fifth of the preset's time, and most of the other's. */
const preset: Learner = { name: "preset, 64×64", options: {}, share: 1, modes };
const wide: Learner = {
  name: "256×256, minibatches of 64, 10 epochs",
  options: { network: { hidden: [256, 256] }, batchSize: 64, nEpochs: 10 },
  // a learner that takes longer
  share: 0.25,
  modes,
};
/**
 * Learns next to nothing, so that training is as fast as those who act meanwhile, whose collecting nobody sees otherwise.
 * Handing a fragment over costs the same whatever its length, so they are four times as long as the preset's.
 */
const light: Learner = {
  name: "fragments of 256 steps, one epoch of one minibatch",
  options: { nSteps: 256, nEpochs: 1, batchSize: 8192 },
  share: 3,
  // every process compiles for itself
  warmedUp: true,
  modes: [overlapped, processes, twice],
};
const kinds: Readonly<Record<string, Learner>> = { preset, wide, light };

interface Figures {
  /** Steps/s while collecting; of an overlapped actor, whose collecting nobody sees, null. */
  readonly collecting: number | null;
  readonly training: number;
  /** Part of the time in which the learner has nothing to learn from. */
  readonly waiting: number;
}

/** Steps/s after the first fifth. */
function warmRate({ curve }: JsonObject, totalSteps: number): number {
  const points = curve as readonly (readonly [steps: number, seconds: number])[];
  const [from, to] = [points.find(([steps]) => steps >= totalSteps / 5), points.at(-1)];
  return from && to ? (to[0] - from[0]) / (to[1] - from[1]) : Number.NaN;
}

runBench(async () => {
  const options = readOptions({ runs: 3, steps: 163_840, cores: 2, seed: 1, learners: Object.keys(kinds) });
  const { runs, steps, cores, seed } = options;
  const learners = options.learners.map((name) => {
    const learner = kinds[name];
    if (learner !== undefined) return learner;
    throw new UsageError({
      code: "unknown-learner",
      message: `--learners: there is no "${name}".`,
      fix: `Name some of ${Object.keys(kinds).join(", ")}.`,
    });
  });
  const machine = thisMachine();
  const file = resultsFile("mujoco-actors");
  const ours = await ourCommand("train");
  const measured = new Map<string, Figures[]>();
  for (let round = 1; round <= runs; round++) {
    for (const learner of learners) {
      // one after the other in every round, because machines drift
      for (const { name, actors, options: own } of learner.modes) {
        requireSameBuild(machine.build);
        console.error(`round ${round} of ${runs}: ${learner.name}, ${name}`);
        const options = { ...learner.options, ...own };
        const totalSteps = learner.share * steps;
        const settings: TrainSettings = {
          environment,
          seed,
          algorithm: "ppo",
          options,
          totalSteps,
          actors,
          episodes: 1,
          curve: true,
        };
        const { output } = await runChild(onCores(cores, [...ours, JSON.stringify(settings)]));
        appendRecord(file, { machine, learner: learner.name, mode: name, settings, output });
        const collecting = numberAt(output, "timeSplit.environment") + numberAt(output, "timeSplit.policy");
        const figures: Figures = {
          collecting: actors.overlap ? null : totalSteps / collecting,
          training: learner.warmedUp ? warmRate(output, totalSteps) : numberAt(output, "stepsPerSecond"),
          waiting: collecting / (collecting + numberAt(output, "timeSplit.learner")),
        };
        const key = `${learner.name} ${name}`;
        measured.set(key, [...(measured.get(key) ?? []), figures]);
      }
    }
  }
  const all = (learner: string, mode: string) => measured.get(`${learner} ${mode}`) ?? [];
  /** Median of the ratios within rounds. */
  const gain = (learner: string, of: string, over: string, figure: "collecting" | "training") => {
    const base = all(learner, over);
    return median(all(learner, of).map((figures, i) => (figures[figure] ?? 0) / (base[i]?.[figure] ?? Number.NaN)));
  };
  for (const { name: learner, modes } of learners) {
    const [first] = modes as [Mode];
    console.log(heading(`${environment}, ${learner}: ${cores} cores, medians of ${runs}`, machine));
    const rows = modes.map(({ name, actors }) => {
      const figures = all(learner, name);
      const rate = (of: (one: Figures) => number) => formatNumber(median(figures.map(of)));
      return [
        name,
        actors.overlap ? "—" : rate(({ collecting }) => collecting ?? Number.NaN),
        rate(({ training }) => training),
        `${gain(learner, name, first.name, "training").toFixed(2)}×`,
        `${(100 * median(figures.map(({ waiting }) => waiting))).toFixed(0)} %`,
      ];
    });
    const header = ["actors", "collecting, steps/s", "training, steps/s", `of ${first.name}`, "learner waits"];
    console.log(`${table(header, rows)}\n`);
  }
  const waitingAt = ({ name }: Learner) => median(all(name, overlapped.name).map(({ waiting }) => waiting));
  const targets = [
    {
      of: preset,
      label: `collecting, ${shared.name} over in-process`,
      value: () => gain(preset.name, shared.name, "in-process", "collecting"),
      atLeast: 1.7,
    },
    {
      of: light,
      label: "rollout, overlapped, 2 processes over 1, each of 32 copies",
      value: () => gain(light.name, twice.name, overlapped.name, "training"),
      atLeast: 1.7,
    },
    {
      of: light,
      label: "rollout, overlapped, 2 processes over 1, of 32 copies in all",
      value: () => gain(light.name, processes.name, overlapped.name, "training"),
      atLeast: 1.7,
    },
    ...[wide, preset].map((of) => ({
      of,
      label: `overlapped, ${of.name}: part that the learner waits`,
      value: () => waitingAt(of),
      atMost: 0.1,
    })),
  ];
  const measurable = targets.filter(({ of }) => learners.includes(of));
  console.log(targetTable(measurable.map(({ value, ...target }) => ({ ...target, value: value() }))));
});
