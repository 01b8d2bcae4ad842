/**
 * How far over rough ground does a robot learn to walk? Trains with the preset and a curriculum, then lets it cross tiles
 * that it has not seen, with the heights it sees and with zeros in their place. Training is kept in --out, stops after --minutes,
 * and goes on where it stopped, with the settings it began with, when run again; --minutes 0 only evaluates, --policy any
 * policy, without a run. Settings that are not given are the preset's.
 * Run: npx tsx bench/quadruped-rough.ts [--robot anymal-c] [--steps 20000000] [--minutes 60] [--threads 2] [--overlap]
 *   [--envs 64] [--rollout 48] [--batch 384] [--epochs 5] [--entropy 0.003] [--from runs/anymal/policy.onnx]
 *   [--policy walk.onnx] [--levels 1,3,5,7,9] [--types stairs-up] [--episodes 20] [--seed 1] [--out runs/quadruped-rough/run]
 */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ppo } from "../src/algorithms/index.js";
import {
  hardest,
  type RobotName,
  roughQuadrupedEnvironment,
  type TerrainType,
  tileShapes,
} from "../src/environments/index.js";
import { Policy } from "../src/policies/index.js";
import { presetFor, type Report, resume, train } from "../src/training/index.js";
import { readCheckpoint } from "../src/training/run-folder.node.js";
import { readOptions, runBench } from "./harness/command-line.js";
import { table } from "./harness/markdown.js";
import { traverse } from "./quadruped/traverse.js";
import { widen } from "./quadruped/widen.js";

const tasks: Readonly<Record<string, string>> = { "anymal-c": "AnymalRough-v0", go1: "Go1Rough-v0" };
/** Alike for both robots. */
const { ppo: preset, totalSteps } = presetFor("AnymalRough-v0");
const types = Object.keys(tileShapes) as TerrainType[];
const LEVELS = 10;
const HELD_OUT_SEED = 20_000;
const MINUTE = 60_000;

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
    out: "runs/quadruped-rough/run",
  });
  const robot = options.robot as RobotName;
  if (options.policy !== "") return cross(await Policy.load(options.policy), { ...options, robot });
  const environment = tasks[robot] ?? robot;
  const folder = options.out;
  mkdirSync(dirname(folder), { recursive: true });

  const { threads, overlap, seed, steps } = options;
  const { envs: nEnvs, rollout: nSteps, batch: batchSize, epochs: nEpochs } = options;
  const settings = {
    ...presetFor(environment).ppo,
    nEnvs,
    nSteps,
    batchSize,
    nEpochs,
    entropyCoefficient: options.entropy,
  };
  const algorithm = ppo(settings);
  const { network = {}, exploration = {} } = settings;
  const warmStart =
    options.from === "" ? undefined : await widen(await Policy.load(options.from), robot, { network, exploration });
  const timer = new AbortController();
  const { signal } = timer;
  // only from here on: loading is not training
  if (options.minutes > 0) setTimeout(() => timer.abort(), options.minutes * MINUTE).unref();
  else timer.abort();
  const run = existsSync(folder)
    ? await resume(folder, { totalSteps: Math.max(steps, stepsOf(folder)), signal, actors: { threads } })
    : train({
        environment,
        algorithm,
        seed,
        totalSteps: steps,
        evaluation: false,
        out: folder,
        actors: { threads, overlap },
        signal,
        ...(warmStart && { warmStart }),
      });
  let last = 0;
  for await (const report of run) {
    if (performance.now() - last < 20_000) continue;
    last = performance.now();
    console.error(progress(report));
  }
  await run.evaluate(1); // so that a run that had nothing left to train has its policy, too
  const { policy } = run;
  await policy.save(join(folder, "policy.onnx"));
  console.log(`${environment}, ${run.stepsDone} steps: ${join(folder, "policy.onnx")}\n`);
  console.log(await reached(folder, robot));
  if (options.episodes > 0) await cross(policy, { ...options, robot });
});

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

interface Row {
  readonly step: number;
  readonly [metric: string]: number;
}

function metricsOf(folder: string): readonly Row[] {
  const lines = readFileSync(join(folder, "metrics.jsonl"), "utf8").trim().split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Row);
}

function stepsOf(folder: string): number {
  return metricsOf(folder).at(-1)?.step ?? 0;
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
