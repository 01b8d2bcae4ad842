/**
 * Do the robots learn to walk? Trains each with its preset for --minutes of wall time, or --steps if they are fewer, then plays
 * episodes of 20 s and prints, beside what is to be reached, how well they track commands, how often they fall, and how
 * their feet move: as trained, told to stand, with pushes and changing friction, and in the model for evaluation.
 * Training is kept in --out and goes on where it stopped when run again with the same settings (others are refused);
 * finished runs are only played. --figures writes tracking curves, and gait plots of each robot's first seed, into a folder.
 * Run: npx tsx bench/quadruped.ts [--robots anymal-c,go1] [--seeds 1,2,3] [--minutes 9] [--steps 6000000] [--threads 2]
 *   [--episodes 100] [--figures docs/images] [--out runs/quadruped]
 */
import { join } from "node:path";
import { defaultRewardWeights, type QuadrupedOptions, type RobotName } from "../src/environments/index.js";
import { rewardWeights } from "../src/environments/quadruped/rewards.js";
import { findRobot } from "../src/environments/quadruped/robots/index.js";
import { UsageError } from "../src/errors.js";
import type { Policy } from "../src/policies/index.js";
import { presetFor } from "../src/training/index.js";
import { readOptions, runBench } from "./harness/command-line.js";
import { table } from "./harness/markdown.js";
import { drawTracking, metricsOf, minutesOf } from "./quadruped/curves.js";
import { drawGait } from "./quadruped/gait.js";
import { flatten, keptTraining } from "./quadruped/kept-training.js";
import { type Walk, walk } from "./quadruped/walk.js";

const tasks: Readonly<Record<RobotName, string>> = { "anymal-c": "AnymalFlat-v0", go1: "Go1Flat-v0" };
const goals: Readonly<Record<RobotName, number>> = { "anymal-c": 0.9, go1: 0.85 };

const undisturbed: QuadrupedOptions = { randomization: { friction: [0.8, 0.8], pushSpeed: 0 } };
const disturbed: QuadrupedOptions = { randomization: { friction: [0.4, 1.2], pushSpeed: 0.5, pushSeconds: 5 } };
const standing: QuadrupedOptions = { ...undisturbed, commands: { standing: 1 } };
const ahead: QuadrupedOptions = {
  ...undisturbed,
  episodeSeconds: 5,
  commands: { forward: [0.8, 0.8], lateral: [0, 0], yaw: [0, 0], standing: 0 },
};
const stepSeconds = 0.02;

/** A trained robot, and how it walked. */
interface Result {
  readonly robot: RobotName;
  readonly seed: number;
  readonly folder: string;
  readonly seconds: number;
  readonly plain: Walk;
  readonly pushed: Walk;
  readonly accurate: Walk;
  readonly idle: Walk;
}

runBench(async () => {
  const options = readOptions({
    robots: ["anymal-c", "go1"] as readonly string[],
    seeds: [1, 2, 3],
    minutes: 9,
    steps: presetFor(tasks["anymal-c"]).totalSteps,
    threads: 2,
    episodes: 100,
    figures: "",
    out: "runs/quadruped",
  });
  // before minutes of training
  for (const name of ["minutes", "steps", "episodes"] as const) {
    if (options[name] > 0) continue;
    const message = `--${name} is ${options[name]}.`;
    throw new UsageError({ code: "bench-invalid-option", message, fix: "Give a number above 0." });
  }
  for (const name of options.robots) findRobot(name);
  const robots = options.robots as readonly RobotName[];
  const figures = options.figures === "" ? [] : [options.figures];
  const results: Result[] = [];
  for (const robot of robots) {
    for (const seed of options.seeds) {
      const folder = join(options.out, `${robot}-${seed}`);
      const { policy, seconds } = await trained(robot, seed, folder, options);
      const result = { robot, seed, folder, seconds, ...(await played(policy, robot, options.episodes)) };
      await drawGaits(policy, robot, [folder, ...(seed === options.seeds[0] ? figures : [])]);
      results.push(result);
      console.error(`\n${report([result])}\n`);
    }
  }
  console.log(report(results));
  for (const robot of robots) {
    const ofRobot = results.filter((result) => result.robot === robot);
    const curves = ofRobot.map(({ seed, folder }) => ({ name: `seed ${seed}`, rows: metricsOf(folder) }));
    for (const folder of figures) await drawTracking(join(folder, `tracking-${robot}.svg`), curves);
  }
});

interface TrainingOptions {
  readonly minutes: number;
  readonly steps: number;
  readonly threads: number;
}

function trained(robot: RobotName, seed: number, folder: string, { minutes, steps, threads }: TrainingOptions) {
  const environment = tasks[robot];
  const settings = {
    ...{ robot, seed, minutes, steps, threads },
    ...flatten("preset", presetFor(environment).ppo),
    ...flatten("rewards", rewardWeights(defaultRewardWeights, findRobot(robot).rewards)),
  };
  let told = 0;
  return keptTraining(folder, {
    training: { environment, seed, totalSteps: steps, actors: { threads } },
    minutes,
    settings,
    tell({ steps: done, metrics, stepsPerSecond }, seconds) {
      if (seconds - told < 20) return;
      told = seconds;
      const tracking = metrics["episode/linear_velocity"]?.toFixed(3);
      const pace = `${stepsPerSecond.toFixed(0)} steps/s`;
      console.error(
        `${robot} seed ${seed}: ${(seconds / 60).toFixed(1)} min, ${done} steps, ${pace}, tracking ${tracking}`,
      );
    },
  });
}

async function played(policy: Policy, robot: RobotName, episodes: number) {
  const play = (changes: QuadrupedOptions) => walk(policy, robot, changes, episodes);
  return {
    plain: await play(undisturbed),
    pushed: await play(disturbed),
    accurate: await play({ ...undisturbed, fidelity: "evaluation" }),
    idle: await play(standing),
  };
}

/** Which foot is on the ground when: told to walk ahead at 0.8 m/s, and told to stand. */
async function drawGaits(policy: Policy, robot: RobotName, folders: readonly string[]): Promise<void> {
  const feet = findRobot(robot).legs.map((leg) => leg.name.replace("_", " "));
  for (const [name, task] of [
    ["ahead", ahead],
    ["standing", { ...standing, episodeSeconds: 5 }],
  ] as const) {
    const { contacts } = await walk(policy, robot, task, 1);
    for (const folder of folders)
      await drawGait(join(folder, `gait-${robot}-${name}.svg`), contacts, feet, stepSeconds);
  }
}

interface Line {
  readonly label: string;
  readonly value: (result: Result) => string;
  readonly goal?: string;
  readonly met?: (result: Result) => boolean;
}

const share = (value: number) => `${(100 * value).toFixed(value < 0.1 ? 1 : 0)} %`;
const number =
  (digits: number, unit = "") =>
  (value: number) =>
    `${value.toFixed(digits)}${unit}`;
const loss = ({ plain, accurate }: Result) => plain.linearTracking - accurate.linearTracking;
const up = ({ falls }: Walk) => 1 - falls;

const lines: readonly Line[] = [
  { label: "minutes, steps", value: ({ seconds, folder }) => `${(seconds / 60).toFixed(1)}, ${stepsOf(folder)}` },
  { label: "linear tracking, last 100 episodes of training", value: ({ folder }) => number(3)(trackingOf(folder)) },
  { label: "minutes until that was at the goal", value: ({ folder, robot }) => minutesTo(folder, goals[robot]) },
  {
    label: "linear tracking, greedy",
    value: ({ plain }) => number(3)(plain.linearTracking),
    goal: "≥ 0.9 (Go1: 0.85)",
    met: ({ plain, robot }) => plain.linearTracking >= goals[robot],
  },
  { label: "yaw tracking, greedy", value: ({ plain }) => number(3)(plain.yawTracking) },
  {
    label: "20 s without a fall",
    value: ({ plain }) => share(up(plain)),
    goal: "≥ 95 % (ANYmal C)",
    met: ({ plain, robot }) => robot !== "anymal-c" || up(plain) >= 0.95,
  },
  {
    label: "the same, pushed by 0.5 m/s, friction 0.4–1.2",
    value: ({ pushed }) => share(up(pushed)),
    goal: "≥ 90 %",
    met: ({ pushed }) => up(pushed) >= 0.9,
  },
  { label: "linear tracking, pushed", value: ({ pushed }) => number(3)(pushed.linearTracking) },
  {
    label: "linear tracking lost in the accurate model",
    value: (result) => number(3)(loss(result)),
    goal: "≤ 0.05",
    met: (result) => loss(result) <= 0.05,
  },
  { label: "20 s without a fall in it", value: ({ accurate }) => share(up(accurate)) },
  {
    label: "seconds of a swing",
    value: ({ plain }) => number(2)(plain.swingSeconds),
    goal: "≥ 0.15",
    met: ({ plain }) => plain.swingSeconds >= 0.15,
  },
  { label: "height of a swing", value: ({ plain }) => number(1, " cm")(100 * plain.swingHeight) },
  { label: "steps a second and foot", value: ({ plain }) => number(2)(plain.touchdowns) },
  { label: "speed of feet on the ground", value: ({ plain }) => number(2, " m/s")(plain.slip) },
  { label: "time off the ground of the foot that is least", value: ({ plain }) => share(plain.leastLifted) },
  { label: "time with no foot on the ground", value: ({ plain }) => share(plain.airborne) },
  { label: "told to stand: feet off the ground", value: ({ idle }) => number(2)(idle.liftedFeet) },
  { label: "told to stand: steps a second and foot", value: ({ idle }) => number(2)(idle.touchdowns) },
  {
    label: "told to stand: time with no foot on the ground",
    value: ({ idle }) => share(idle.airborne),
    goal: "≤ 1 %",
    met: ({ idle }) => idle.airborne <= 0.01,
  },
  { label: "told to stand: speed", value: ({ idle }) => number(2, " m/s")(idle.speed) },
  { label: "told to stand: 20 s without a fall", value: ({ idle }) => share(up(idle)) },
];

/** One column for each run; what misses its goal is bold. */
function report(results: readonly Result[]): string {
  return table(
    ["", ...results.map(({ robot, seed }) => `${robot}, seed ${seed}`), "to be reached"],
    lines.map(({ label, value, goal = "", met = () => true }) => [
      label,
      ...results.map((result) => (met(result) ? value(result) : `**${value(result)}**`)),
      goal,
    ]),
  );
}

const stepsOf = (folder: string) => metricsOf(folder).at(-1)?.step ?? 0;

const trackingOf = (folder: string) => metricsOf(folder).at(-1)?.["episode/linear_velocity"] ?? Number.NaN;

/** Minutes of collecting and learning until the mean tracking of the last 100 training episodes, noise included, reached the goal. */
function minutesTo(folder: string, goal: number): string {
  const found = metricsOf(folder).find((row) => (row["episode/linear_velocity"] ?? 0) >= goal);
  return found === undefined ? "never" : minutesOf(found).toFixed(1);
}
