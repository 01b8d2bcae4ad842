import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "../../src/errors.js";
import { Policy } from "../../src/policies/index.js";
import { type Report, resume, type TrainOptions, train } from "../../src/training/index.js";

type Value = string | number | boolean | null;

export type Settings = Readonly<Record<string, Value>>;

/** What is kept beside a run's folder: the settings that it began with, and how far it came. */
interface Kept {
  readonly settings: Settings;
  /** Of wall time: starting, collecting, learning and saving. */
  readonly seconds: number;
  readonly finished: boolean;
}

export interface KeptTraining {
  readonly training: TrainOptions & { readonly totalSteps: number };
  readonly minutes: number;
  /** All that makes the run what it is; whoever goes on with others is refused. */
  readonly settings: Settings;
  readonly tell: (report: Report, seconds: number) => void;
}

export interface Trained {
  readonly policy: Policy;
  readonly seconds: number;
}

const policyFile = "policy.onnx";
const SAVE_SECONDS = 5;

/**
 * Trains until `totalSteps` or until `minutes` of wall time are used up, whichever is first, over as many calls as it takes;
 * what is finished is only loaded. Throws a UsageError where the folder holds a run with other settings, or one that
 * something else made.
 */
export async function keptTraining(folder: string, options: KeptTraining): Promise<Trained> {
  const { training, minutes, settings, tell } = options;
  const { totalSteps, actors } = training;
  const record = `${folder}.json`;
  const kept = existsSync(folder) ? readKept(folder, record) : undefined;
  if (kept) requireSame(folder, kept.settings, settings);
  if (kept?.finished) return { policy: await Policy.load(join(folder, policyFile)), seconds: kept.seconds };

  mkdirSync(dirname(folder), { recursive: true });
  const start = performance.now() - 1000 * (kept?.seconds ?? 0);
  const seconds = () => (performance.now() - start) / 1000;
  const keep = (used: number, finished: boolean) => {
    const kept: Kept = { settings, seconds: used, finished };
    writeFileSync(`${record}.new`, JSON.stringify(kept, null, 2));
    renameSync(`${record}.new`, record);
  };
  keep(seconds(), false);
  const run = kept
    ? await resume(folder, {
        totalSteps,
        ...(actors?.threads !== undefined && { actors: { threads: actors.threads } }),
      })
    : train({ ...training, evaluation: false, out: folder });
  let last = 0;
  for await (const report of run) {
    if (seconds() - last >= SAVE_SECONDS) {
      last = seconds();
      keep(last, false);
    }
    tell(report, seconds());
    if (seconds() >= 60 * minutes) break;
  }
  const used = seconds();
  await run.evaluate(1); // so that a run that had nothing left to train has its policy, too
  const { policy } = run;
  await policy.save(join(folder, policyFile));
  keep(used, true);
  return { policy, seconds: used };
}

function readKept(folder: string, record: string): Kept {
  if (!existsSync(record)) {
    throw new UsageError({
      code: "bench-unknown-run",
      message: `${folder} holds a run that this bench did not begin: there is no ${record}.`,
      fix: "Give another folder (--out).",
    });
  }
  return JSON.parse(readFileSync(record, "utf8")) as Kept;
}

/** Throws a UsageError that names all settings that differ. */
export function requireSame(folder: string, before: Settings, now: Settings): void {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  const told = (value: Value | undefined) => (value === undefined ? "not set" : JSON.stringify(value));
  const changed = names
    .filter((name) => before[name] !== now[name])
    .map((name) => `${name} was ${told(before[name])} and is ${told(now[name])}`);
  if (changed.length === 0) return;
  throw new UsageError({
    code: "bench-changed-settings",
    message: `${folder} holds a run with other settings: ${changed.join("; ")}.`,
    fix: "Give what it began with, or another folder (--out).",
  });
}

/** Nested settings as one level, by names with dots. */
export function flatten(prefix: string, value: unknown): Settings {
  if (typeof value !== "object" || value === null) return { [prefix]: (value ?? null) as Value };
  return Object.assign({}, ...Object.entries(value).map(([name, inner]) => flatten(`${prefix}.${name}`, inner)));
}
