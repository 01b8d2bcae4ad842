/**
 * How far over rough ground does a robot learn to walk? Trains with the preset and a curriculum for --minutes of wall time, or
 * --steps if they are fewer, then lets it cross tiles that it has not seen, with the heights it sees and with zeros in their
 * place. Training is kept in --out and goes on where it stopped when run again with the same settings (others are refused);
 * what is finished is only evaluated. --policy evaluates any policy, without a run; --figures draws the levels of each kind of
 * terrain over training into a folder. Settings that are not given are the preset's.
 * Run: npx tsx bench/quadruped-rough.ts [--robot anymal-c] [--steps 12000000] [--minutes 60] [--threads 2] [--overlap]
 *   [--envs 128] [--rollout 48] [--batch 768] [--epochs 5] [--entropy 0.001] [--from runs/anymal/policy.onnx]
 *   [--policy walk.onnx] [--levels 1,3,5,7,9] [--types stairs-up] [--episodes 20] [--seed 1] [--figures docs/images]
 *   [--out runs/quadruped-rough/run]
 */
import { join } from "node:path";
import { ppo } from "../src/algorithms/index.js";
import {
  hardest,
  type RobotName,
  roughQuadrupedEnvironment,
  type TerrainType,
  tileShapes,
} from "../src/environments/index.js";
import { rewardWeights } from "../src/environments/quadruped/rewards.js";
import { findRobot } from "../src/environments/quadruped/robots/index.js";
import { resolveRoughOptions } from "../src/environments/quadruped/rough/rough-options.js";
import { Policy } from "../src/policies/index.js";
import { presetFor, type Report } from "../src/training/index.js";
import { readCheckpoint } from "../src/training/run-folder.node.js";
import { readOptions, runBench } from "./harness/command-line.js";
import { table } from "./harness/markdown.js";
import { drawLevels, metricsOf } from "./quadruped/curves.js";
import { flatten, keptTraining, type Settings } from "./quadruped/kept-training.js";
import { traverse } from "./quadruped/traverse.js";
import { widen } from "./quadruped/widen.js";

const tasks: Readonly<Record<RobotName, string>> = { "anymal-c": "AnymalRough-v0", go1: "Go1Rough-v0" };
/** Alike for both robots. */
const { ppo: preset, totalSteps } = presetFor("AnymalRough-v0");
const types = Object.keys(tileShapes) as TerrainType[];
const LEVELS = 10;
const HELD_OUT_SEED = 20_000;

runBench(async () => {
  const options = readOptions({
    robot: "anymal-c",
    seed: 1,
    steps: totalSteps,
    minutes: 60,
    threads: 2,
    overlap: false,
    envs: of(preset.nEnvs),
    rollout: of(preset.nSteps),
    batch: of(preset.batchSize),
    epochs: of(preset.nEpochs),
    entropy: of(preset.entropyCoefficient),
    from: "",
    policy: "",
    levels: Array.from({ length: LEVELS }, (_, level) => level),
    types: types as readonly string[],
    episodes: 20,
    figures: "",
    out: "runs/quadruped-rough/run",
  });
  // before an hour of training
  findRobot(options.robot);
  for (const level of options.levels) {
    const terrain = { types: options.types as readonly TerrainType[], levels: LEVELS };
    resolveRoughOptions({ terrain, curriculum: { start: [level, level] } });
  }
  const robot = options.robot as RobotName;
  if (options.policy !== "") return cross(await Policy.load(options.policy), { ...options, robot });
  const { out, minutes } = options;
  let told = 0;
  const { policy, seconds } = await keptTraining(out, {
    training: await trainingOf(robot, options),
    minutes,
    settings: settingsOf(robot, options),
    tell(report, seconds) {
      if (seconds - told < 20) return;
      told = seconds;
      console.error(`${(seconds / 60).toFixed(1)} min, ${progress(report)}`);
    },
  });
  const steps = metricsOf(out).at(-1)?.step ?? 0;
  console.log(`${tasks[robot]}, ${steps} steps in ${(seconds / 60).toFixed(1)} min: ${join(out, "policy.onnx")}\n`);
  console.log(await reached(out, robot));
  if (options.figures !== "") await drawLevels(join(options.figures, `terrain-levels-${robot}.svg`), out, LEVELS);
  if (options.episodes > 0) await cross(policy, { ...options, robot });
});

interface TrainingSettings {
  readonly seed: number;
  readonly steps: number;
  readonly minutes: number;
  readonly threads: number;
  readonly overlap: boolean;
  readonly envs: number;
  readonly rollout: number;
  readonly batch: number;
  readonly epochs: number;
  readonly entropy: number;
  readonly from: string;
}

/** The preset of the robot's task, with what the options change. */
function learningOf(robot: RobotName, { envs, rollout, batch, epochs, entropy }: TrainingSettings) {
  return {
    ...presetFor(tasks[robot]).ppo,
    nEnvs: envs,
    nSteps: rollout,
    batchSize: batch,
    nEpochs: epochs,
    entropyCoefficient: entropy,
  };
}

function settingsOf(robot: RobotName, options: TrainingSettings): Settings {
  const { seed, steps, minutes, threads, overlap, from } = options;
  return {
    ...{ robot, seed, steps, minutes, threads, overlap, from },
    ...flatten("preset", learningOf(robot, options)),
    ...flatten("rewards", rewardWeights(resolveRoughOptions({}).task.rewards, findRobot(robot).rewards)),
  };
}

async function trainingOf(robot: RobotName, options: TrainingSettings) {
  const environment = tasks[robot];
  const settings = learningOf(robot, options);
  const { network = {}, exploration = {} } = settings;
  const { seed, steps, threads, overlap, from } = options;
  const warmStart = from === "" ? undefined : await widen(await Policy.load(from), robot, { network, exploration });
  return {
    environment,
    algorithm: ppo(settings),
    seed,
    totalSteps: steps,
    actors: { threads, overlap },
    ...(warmStart && { warmStart }),
  };
}

/** A setting of the preset, as a number that an option may replace. */
function of(setting: number | null | undefined): number {
  if (setting == null) throw new Error("The preset leaves out what this bench has an option for.");
  return setting;
}

interface CrossOptions {
  readonly robot: RobotName;
  readonly types: readonly string[];
  readonly levels: readonly number[];
  readonly episodes: number;
}

/** Prints which share of robots leaves its tile, for each kind and level. */
async function cross(policy: Policy, options: CrossOptions): Promise<void> {
  const rows: string[][] = [];
  const share = (value: number) => `${(100 * value).toFixed(0)} %`;
  for (const type of options.types as readonly TerrainType[]) {
    for (const hidden of type.startsWith("stairs") ? [false, true] : [false]) {
      const row = [hidden ? `${type}, heights hidden` : type];
      for (const level of options.levels) {
        const { left, fell } = await traverse(policy, {
          robot: options.robot,
          type,
          level,
          levels: LEVELS,
          episodes: options.episodes,
          seed: HELD_OUT_SEED + level,
          hidden,
        });
        row.push(`${share(left)} (${share(fell)})`);
      }
      rows.push(row);
      console.error(row.join(" | "));
    }
  }
  console.log(
    `\nLeft its tile within 20 s at 0.5 m/s (fell), ${options.episodes} robots each, tiles not seen in training:\n`,
  );
  console.log(table(["terrain", ...options.levels.map((level) => `level ${level}`)], rows));
}

function progress({ steps, metrics, stepsPerSecond }: Report): string {
  const figures = ["linear_velocity", "terrain_level", "left_tile", "fell"].map(
    (name) => `${name} ${metrics[`episode/${name}`]?.toFixed(2)}`,
  );
  return `${steps} steps, ${stepsPerSecond.toFixed(0)}/s, ${figures.join(", ")}`;
}

/** Mean levels of all copies as training left them, and what they are like. */
async function reached(folder: string, robot: RobotName): Promise<string> {
  const { dynamics } = await roughQuadrupedEnvironment({ robot });
  const { at } = dynamics.terrainLayout;
  const states = statesIn(readCheckpoint(folder, "last"));
  if (states === undefined) return "No copies were saved.";
  const levels: number[][] = types.map(() => []);
  for (let o = 0; o < states.length; o += dynamics.stateSize) levels[states[o + at.type]!]!.push(states[o + at.level]!);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const share = (level: number, most: number) => (level / (LEVELS - 1)) * most;
  const slope = (level: number) => `${share(level, (hardest.slope * 180) / Math.PI).toFixed(1)}°`;
  const stairs = (level: number) => `${share(level, 100 * hardest.stair).toFixed(1)} cm`;
  const figures: Readonly<Record<TerrainType, (level: number) => string>> = {
    "slope-up": slope,
    "slope-down": slope,
    rough: (level) => `± ${share(level, 100 * hardest.roughness).toFixed(1)} cm`,
    steps: (level) => `± ${share(level, 100 * hardest.step).toFixed(1)} cm`,
    "stairs-up": stairs,
    "stairs-down": stairs,
    // no trench is narrower than two cells
    gaps: (level) => `${Math.max(share(level, 100 * hardest.gap), 20).toFixed(0)} cm`,
  };
  const rows = types.map((type, i) => {
    const level = mean(levels[i]!);
    return [type, String(levels[i]!.length), level.toFixed(2), figures[type](level)];
  });
  const all = levels.flat();
  return table(
    ["terrain", "copies", "mean level", "that is"],
    [["all", String(all.length), mean(all).toFixed(2), ""], ...rows],
  );
}

/** The states of all copies, wherever a checkpoint has them. */
function statesIn(snapshot: unknown): Float64Array | undefined {
  if (typeof snapshot !== "object" || snapshot === null || ArrayBuffer.isView(snapshot)) return undefined;
  for (const [name, value] of Object.entries(snapshot)) {
    const found = name === "states" && value instanceof Float64Array ? value : statesIn(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
