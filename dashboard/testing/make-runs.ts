import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface MadeRun {
  readonly environment?: string;
  readonly algorithm?: string;
  readonly seed?: number;
  readonly totalSteps?: number;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Writes what `train` writes of a run's settings. Returns the folder. */
export function makeRun(root: string, name: string, settings: MadeRun = {}): string {
  const { environment = "CartPole-v1", algorithm = "ppo", seed = 1, totalSteps = 1_000_000, options = {} } = settings;
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  const rest = { evaluation: { everySteps: 50_000, episodes: 20 }, checkpointSeconds: 30 };
  writeFileSync(
    join(folder, "run.json"),
    JSON.stringify({ environment, algorithm, options, seed, totalSteps, ...rest }),
  );
  return folder;
}

/** What iteration `i` of a made-up training measures: all that `ppo` does. */
export function measured(i: number, seed: number): Record<string, number> {
  const wave = (rate: number) => Math.sin(i * rate + seed) * 0.5 + Math.sin(i * rate * 7.3 + seed * 3) * 0.1;
  const learned = 1 - Math.exp(-i / 2000);
  return {
    "charts/iteration": i,
    "charts/episodes": 3 * i,
    "charts/episodic_return": 500 * learned + 20 * wave(0.02) + seed,
    "charts/episodic_length": 500 * learned + 20 * wave(0.03),
    "charts/learning_rate": 3e-4 * (1 - i / 10_000),
    "charts/clip_range": 0.2,
    "losses/policy_loss": -0.01 * wave(0.01),
    "losses/value_loss": 100 * (1 - learned) + wave(0.05),
    "losses/entropy": 0.69 * (1 - learned) + 0.01 * wave(0.02),
    "losses/kl": 0.01 + 0.004 * wave(0.07),
    "losses/kl_max": 0.06 + 0.02 * wave(0.03),
    "losses/clipfrac": 0.1 + 0.05 * wave(0.04),
    "losses/gradient_norm": 0.5 + 0.1 * wave(0.02),
    "losses/explained_variance": learned,
    "ratios/mean": 1,
    "ratios/effective_share": 0.97,
    "ratios/histogram/below_0.1": 0,
    "ratios/histogram/0.91_to_1": 0.5,
    "ratios/histogram/1_to_1.1": 0.5,
    ...(i % 500 === 499 && { "evaluation/mean_return": 500 * learned, "evaluation/std_return": 5 }),
    "time/steps_per_second": 30_000 + 1000 * wave(0.01),
    "time/environment": i * 0.01,
    "time/policy": i * 0.005,
    "time/learner": i * 0.02,
  };
}

/** Appends records as `train` does, a step of `stride` each. */
export function appendRecords(folder: string, from: number, to: number, seed = 1, stride = 100): void {
  let text = "";
  for (let i = from; i < to; i++) text += `${JSON.stringify({ step: (i + 1) * stride, ...measured(i, seed) })}\n`;
  appendFileSync(join(folder, "metrics.jsonl"), text);
}
