/**
 * Proximal beside other libraries on one MuJoCo task, and beside PureJaxRL's way on CartPole: each in turn on one core, with
 * returns, speeds, time to a threshold, peak memory, a Markdown table and a figure of learning curves. What is finished is
 * kept, and skipped when it is started again.
 */
import { join } from "node:path";
import { createAlgorithm, type PpoOptions } from "../src/algorithms/index.js";
import type { ResolvedPpoOptions } from "../src/algorithms/ppo-options.js";
import type { ComparedPair } from "../src/comparison/comparison.js";
import { commonCurve } from "../src/comparison/curve.js";
import { figureSpec } from "../src/comparison/figure.js";
import { presetFor } from "../src/training/index.js";
import { type JsonObject, type Run, runChild } from "./harness/child.js";
import { readOptions, runBench } from "./harness/command-line.js";
import { writeFigure } from "./harness/figure.js";
import { resultsFolder } from "./harness/folders.js";
import { heading, thisMachine } from "./harness/machine.js";
import { formatNumber, table } from "./harness/markdown.js";
import { onOneCore, ourCommand, requireSameBuild } from "./harness/ours.js";
import { peerCommand } from "./harness/paired.js";
import { recorded } from "./harness/records.js";
import { sb3Settings } from "./harness/sb3-settings.js";
import { median } from "./harness/statistics.js";
import { formatSpread, spread } from "./harness/summary.js";
import { evaluationMean, numberAt } from "./harness/training-output.js";
import type { TrainSettings } from "./ours/train.js";

/** A learner and how to start it with a seed. */
interface Program {
  readonly label: string;
  readonly settings: string;
  readonly command: (seed: number) => readonly string[];
}

/** A point of a learning curve: steps, seconds, seconds of processor time, mean return of the last 100 episodes. */
type Point = readonly [steps: number, seconds: number, processorSeconds: number, mean: number];

/** Returns that tell learning from standing about, well below what a million steps reach. */
const thresholds: Readonly<Record<string, number>> = {
  "HalfCheetah-v5": 1000,
  "Hopper-v5": 1000,
  "Walker2d-v5": 1000,
  "InvertedPendulum-v5": 900,
  "CartPole-v1": 475,
};

/** PureJaxRL's and CleanRL's settings for CartPole; theirs clip the value, too. */
const cartPole: PpoOptions = {
  nEnvs: 4,
  nSteps: 128,
  batchSize: 128,
  nEpochs: 4,
  learningRate: { from: 2.5e-4, to: 0 },
  gamma: 0.99,
  gaeLambda: 0.95,
  clipRange: 0.2,
  clipRangeValue: 0.2,
  entropyCoefficient: 0.01,
  maxGradNorm: 0.5,
  network: { hidden: [64, 64], activation: "tanh" },
};

runBench(async () => {
  const options = readOptions({
    environment: "HalfCheetah-v5",
    steps: 200_000,
    seeds: [1],
    threshold: Number.NEGATIVE_INFINITY,
    episodes: 20,
    programs: ["proximal", "sb3", "sb3-equal", "cleanrl"],
    cartPoleSteps: 500_000,
    steppingSeconds: 1,
    figure: "",
    label: "",
  });
  const { environment, steps, seeds, episodes, label } = options;
  const machine = thisMachine();
  const train = await ourCommand("train");
  const stepping = await ourCommand("stepping");

  /** Runs each program with each seed in turn, so that the machine's drift meets all of them. */
  async function inTurn(programs: readonly Program[]): Promise<ReadonlyMap<Program, readonly Run[]>> {
    const runs = new Map<Program, Run[]>(programs.map((program) => [program, []]));
    for (const seed of seeds) {
      for (const program of programs) {
        const command = onOneCore(program.command(seed));
        const run = await recorded("mujoco-peers", { machine, command, label }, () => {
          requireSameBuild(machine.build);
          return runChild(command);
        });
        runs.get(program)?.push(run);
        const loads = run.loadAverage.toFixed(1);
        const speed = formatNumber(numberAt(run.output, "stepsPerCpuSecond"));
        console.error(
          `${program.label}, seed ${seed}: ${formatNumber(evaluationMean(run.output))}, ${speed} steps per processor second, load ${loads}`,
        );
      }
    }
    return runs;
  }

  const seedAndSteps = (seed: number, count: number) => ["--seed", String(seed), "--steps", String(count)];
  const ours = (settings: Omit<TrainSettings, "seed">) => (seed: number) => [
    ...train,
    JSON.stringify({ ...settings, seed, curve: true } satisfies TrainSettings),
  ];
  const preset = presetFor(environment).ppo as PpoOptions | undefined;
  const sb3 = (given: readonly string[]) => (seed: number) =>
    peerCommand(
      "sb3_ppo.py",
      ...["--environment", environment, ...given, "--episodes", String(episodes), ...seedAndSteps(seed, steps)],
    );
  const learners: Readonly<Record<string, () => Program>> = {
    proximal: () => ({
      label: "Proximal",
      settings: "its preset",
      command: ours({ environment, totalSteps: steps, algorithm: "ppo", episodes }),
    }),
    sb3: () => ({ label: "SB3", settings: "rl-zoo's", command: sb3(["--preset", "zoo"]) }),
    "sb3-equal": () => {
      const resolved = createAlgorithm("ppo", { ...preset }).options as unknown as ResolvedPpoOptions;
      const settings = JSON.stringify(sb3Settings(resolved));
      return {
        label: "SB3, equal settings",
        settings: "Proximal's preset",
        command: sb3(["--preset", "given", "--settings", settings]),
      };
    },
    cleanrl: () => ({
      label: "CleanRL's way",
      settings: "its own",
      command: (seed) =>
        peerCommand(
          "cleanrl_style_ppo.py",
          ...["--environment", environment, "--episodes", String(episodes), ...seedAndSteps(seed, steps)],
        ),
    }),
  };
  const chosen = options.programs.map((name) => {
    const make = learners[name];
    if (make === undefined) throw new Error(`there is no program ${name}: ${Object.keys(learners).join(", ")}`);
    return make();
  });
  const onCartPole: Program[] = [
    {
      label: "Proximal",
      settings: "PureJaxRL's",
      command: ours({
        environment: "CartPole-v1",
        totalSteps: options.cartPoleSteps,
        algorithm: "ppo",
        options: cartPole,
        withoutPreset: true,
      }),
    },
    {
      label: "PureJaxRL's way",
      settings: "its own",
      command: (seed) => peerCommand("jax_ppo.py", ...seedAndSteps(seed, options.cartPoleSteps)),
    },
    {
      label: "CleanRL's way",
      settings: "its own",
      command: (seed) => peerCommand("cleanrl_style_ppo.py", ...seedAndSteps(seed, options.cartPoleSteps)),
    },
  ];

  const threshold = Number.isFinite(options.threshold) ? options.threshold : (thresholds[environment] ?? Infinity);
  const results = await inTurn(chosen);
  const cartPoleResults = options.cartPoleSteps > 0 ? await inTurn(onCartPole) : new Map<Program, readonly Run[]>();
  const steppingRows = options.steppingSeconds > 0 ? await stepAlone() : [];

  console.log(heading(`${environment}, ${formatNumber(steps)} steps, one core, seeds ${seeds.join(", ")}`, machine));
  console.log(learningTable(results, threshold, episodes));
  if (cartPoleResults.size > 0) {
    console.log(`\n### CartPole-v1, ${formatNumber(options.cartPoleSteps)} steps, equal settings\n`);
    console.log(learningTable(cartPoleResults, thresholds["CartPole-v1"] as number, 100));
  }
  if (steppingRows.length > 0) {
    console.log(`\n### ${environment}, stepping alone: 16 copies, random actions, one core\n`);
    console.log(table(["", "steps/s", "per second of processor time", "peak MB"], steppingRows));
  }
  const all = [...results.values(), ...cartPoleResults.values()].flat();
  const loads = all.map(({ loadAverage }) => loadAverage);
  console.log(`\nLoad average of the machine at the starts: ${formatSpread(spread(loads), loads.length)}.`);
  for (const runs of [...results.values(), ...cartPoleResults.values()]) {
    const versions = runs[0]?.output.versions;
    if (versions !== undefined) console.log(`- ${String(runs[0]?.output.peer)}: ${JSON.stringify(versions)}`);
  }
  await draw(environment, results, options.figure || join(resultsFolder, `mujoco-peers-${environment}.svg`));

  async function stepAlone(): Promise<string[][]> {
    const copies = 16;
    const seconds = options.steppingSeconds;
    const peer = (vectorization: string) =>
      peerCommand(
        "gymnasium_stepping.py",
        ...["--vectorization", vectorization, "--environment", environment],
        ...["--copies", String(copies), "--seconds", String(seconds)],
      );
    const steppers: readonly (readonly [string, readonly string[], string])[] = [
      ["Proximal", [...stepping, JSON.stringify({ environment, copies, seconds })], ""],
      ["Gymnasium's SyncVectorEnv", peer("sync"), `.${copies}`],
      ["EnvPool, one thread", peer("envpool"), `.${copies}`],
    ];
    const rounds: (readonly [string, number, number, number][])[] = [];
    for (let round = 0; round < 3; round++) {
      const measured: [string, number, number, number][] = [];
      for (const [name, plain, suffix] of steppers) {
        const command = onOneCore(plain);
        const { output } = await recorded("mujoco-peers", { machine, command, label, round }, () => runChild(command));
        measured.push([
          name,
          numberAt(output, `stepsPerSecond${suffix}`),
          numberAt(output, `stepsPerProcessorSecond${suffix}`),
          numberAt(output, "rssMegabytes"),
        ]);
      }
      rounds.push(measured);
    }
    return steppers.map(([name], i) => [
      name,
      ...[1, 2, 3].map((column) => formatNumber(median(rounds.map((round) => Number(round[i]?.[column]))))),
    ]);
  }
});

const curveOf = ({ curve }: JsonObject) => curve as unknown as readonly Point[];

function learningTable(results: ReadonlyMap<Program, readonly Run[]>, threshold: number, episodes: number): string {
  const rows = [...results].map(([{ label, settings }, runs]) => {
    const show = (value: (output: JsonObject) => number | null) =>
      formatSpread(spread(runs.map(({ output }) => value(output))), runs.length).replace(/ \[(.*)–\1\]/, "");
    const reached = (column: 0 | 2) => (output: JsonObject) =>
      curveOf(output).find(([, , , mean]) => mean >= threshold)?.[column] ?? null;
    return [
      label,
      settings,
      show(evaluationMean),
      show((output) => curveOf(output).at(-1)?.[3] ?? null),
      show((output) => numberAt(output, "stepsPerSecond")),
      show((output) => numberAt(output, "stepsPerCpuSecond")),
      show(reached(0)),
      show(reached(2)),
      show((output) => numberAt(output, "startupSeconds") + compileSeconds(output)),
      show((output) => numberAt(output, "rssMegabytes")),
    ];
  });
  return table(
    [
      "",
      "settings",
      `return, ${episodes} greedy episodes`,
      "training return",
      "training steps/s",
      "per processor second",
      `steps to a training return of ${formatNumber(threshold)}`,
      "processor seconds to it",
      "start-up, s",
      "peak MB",
    ],
    rows,
  );
}

const compileSeconds = ({ compileSeconds }: JsonObject) => (typeof compileSeconds === "number" ? compileSeconds : 0);

/** Training returns over steps, as `proximal compare` draws them. */
async function draw(environment: string, results: ReadonlyMap<Program, readonly Run[]>, path: string): Promise<void> {
  const pairs = [...results].map(([{ label }, runs]): ComparedPair => {
    const series = runs.map(({ output }) => ({
      steps: curveOf(output).map(([steps]) => steps),
      values: curveOf(output).map(([, , , mean]) => mean),
    }));
    return {
      environment,
      module: null,
      threshold: null,
      algorithm: label,
      options: {},
      totalSteps: 0,
      notApplicable: null,
      runs: [],
      summary: null,
      curves: { evaluation: null, training: commonCurve(series) },
    };
  });
  const spec = figureSpec({ format: 1, pairs }, "training", [environment]);
  if (spec === null) console.log("\nNo figure: no episode ended.");
  else await writeFigure(path, spec);
}
