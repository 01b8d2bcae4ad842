/**
 * Do the robots learn to walk? Trains each with its preset, then plays episodes of 20 s and prints how well they track
 * commands, how often they fall, and how their feet move; in the training model, with pushes and changing friction, and
 * in the model for evaluation. Training is kept in --out and goes on where it stopped; finished runs are only evaluated.
 * Run: npx tsx bench/quadruped.ts [--robots anymal-c,go1] [--seeds 1,2,3] [--steps 5000000] [--threads 2] [--episodes 100]
 */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { QuadrupedOptions, RobotName } from "../src/environments/index.js";
import { findRobot } from "../src/environments/quadruped/robots/index.js";
import { resume, train } from "../src/training/index.js";
import { readOptions, runBench } from "./harness/command-line.js";
import { table } from "./harness/markdown.js";
import { drawGait } from "./quadruped/gait.js";
import { walk } from "./quadruped/walk.js";

const tasks: Readonly<Record<string, string>> = { "anymal-c": "AnymalFlat-v0", go1: "Go1Flat-v0" };
/** Linear tracking in training that is to be reached: ANYmal C within 9 minutes, Go1 within 10. */
const TRACKING = { "anymal-c": 0.9, go1: 0.85 } as Readonly<Record<string, number>>;

const undisturbed: QuadrupedOptions = { randomization: { friction: [0.8, 0.8], pushSpeed: 0 } };
const disturbed: QuadrupedOptions = { randomization: { friction: [0.4, 1.2], pushSpeed: 0.5, pushSeconds: 5 } };
const standing: QuadrupedOptions = { ...undisturbed, commands: { standing: 1 } };
const ahead: QuadrupedOptions = {
  ...undisturbed,
  episodeSeconds: 5,
  commands: { forward: [0.8, 0.8], lateral: [0, 0], yaw: [0, 0], standing: 0 },
};

runBench(async () => {
  const options = readOptions({
    robots: ["anymal-c", "go1"] as readonly string[],
    seeds: [1, 2, 3],
    steps: 5_000_000,
    threads: 2,
    episodes: 100,
    out: "runs/quadruped",
  });
  const actors = { threads: options.threads };
  const rows: string[][] = [];
  for (const name of options.robots) {
    const robot = findRobot(name);
    for (const seed of options.seeds) {
      mkdirSync(options.out, { recursive: true });
      const folder = join(options.out, `${name}-${seed}`);
      const run = existsSync(folder)
        ? await resume(folder, { totalSteps: Math.max(options.steps, stepsOf(folder)), actors })
        : train({
            environment: tasks[name] ?? name,
            seed,
            totalSteps: options.steps,
            evaluation: false,
            out: folder,
            actors,
          });
      for await (const { steps, metrics, iteration } of run) {
        if (iteration % 50 === 0) {
          console.error(
            `${name} seed ${seed}: ${steps} steps, tracking ${metrics["episode/linear_velocity"]?.toFixed(3)}`,
          );
        }
      }
      await run.evaluate(1); // so that a run that had nothing left to train has its policy, too
      const { policy } = run;
      const play = (changes: QuadrupedOptions) => walk(policy, name as RobotName, changes, options.episodes);
      await policy.save(join(folder, "policy.onnx"));
      const plain = await play(undisturbed);
      const pushed = await play(disturbed);
      const accurate = await play({ ...undisturbed, fidelity: "evaluation" });
      const idle = await play(standing);
      const straight = await walk(policy, name as RobotName, ahead, 1);
      drawGait(
        join(folder, "gait.svg"),
        straight.contacts,
        robot.legs.map((leg) => leg.name),
        0.02,
      );
      const reached = minutesTo(folder, TRACKING[name] ?? 0.9);
      rows.push([
        name,
        String(seed),
        String(run.stepsDone),
        reached,
        `${plain.linearTracking.toFixed(3)}, ${plain.yawTracking.toFixed(3)}`,
        percent(1 - plain.falls),
        `${plain.swingSeconds.toFixed(3)} s, ${(100 * plain.swingHeight).toFixed(1)} cm`,
        `${plain.slip.toFixed(2)} m/s, ${percent(plain.airborne)}`,
        idle.touchdowns.toFixed(2),
        percent(1 - pushed.falls),
        `${accurate.linearTracking.toFixed(3)} (${(plain.linearTracking - accurate.linearTracking).toFixed(3)} less), ${percent(1 - accurate.falls)} up`,
      ]);
    }
  }
  console.log(
    table(
      [
        "robot",
        "seed",
        "steps",
        "minutes to the goal in training",
        "tracking, linear and yaw",
        "20 s without a fall",
        "swing",
        "slip of feet on the ground; time with none on it",
        "touchdowns/s per foot, told to stand",
        "pushed, friction 0.4–1.2: without a fall",
        "accurate model",
      ],
      rows,
    ),
  );
});

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

interface Row {
  readonly step: number;
  readonly [metric: string]: number;
}

/** The metrics of a run, as its folder has them. */
function metricsOf(folder: string): readonly Row[] {
  const lines = readFileSync(join(folder, "metrics.jsonl"), "utf8").trim().split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Row);
}

function stepsOf(folder: string): number {
  return metricsOf(folder).at(-1)?.step ?? 0;
}

/** Minutes of collecting and learning until the mean tracking of the last 100 training episodes, noise included, reached the goal. */
function minutesTo(folder: string, goal: number): string {
  const found = metricsOf(folder).find((row) => (row["episode/linear_velocity"] ?? 0) >= goal);
  if (found === undefined) return `not reached (${goal})`;
  const seconds = (found["time/environment"] ?? 0) + (found["time/policy"] ?? 0) + (found["time/learner"] ?? 0);
  return `${(seconds / 60).toFixed(1)} (${goal})`;
}
