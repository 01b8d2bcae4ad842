import { createAlgorithm } from "../algorithms/index.js";
import { findNamedEnvironment } from "../modules/index.js";
import type { Policy } from "../policies/index.js";
import { algorithmPreset, presetFor, train } from "../training/index.js";
import { interruptible } from "./interruption.js";
import { type Settings, withAssignments } from "./settings.js";
import type { CliStreams } from "./streams.js";
import { type OutputFlags, superviseRun } from "./supervise-run.js";

export interface TrainFlags extends OutputFlags {
  readonly algorithm: string;
  readonly steps?: number;
  readonly seed?: number;
  readonly set?: readonly string[];
  readonly out?: string;
  readonly overwrite?: boolean;
  readonly until?: number;
  readonly warmStart?: string;
  readonly checkpointSeconds?: number;
  readonly threads?: number | "auto";
  readonly ownShare?: boolean;
  readonly overlap?: boolean;
  readonly processes?: number;
  readonly stepTimeout?: number;
  readonly watch?: boolean;
}

/** `proximal train`: a new run, in a folder of its own. */
export async function trainCommand(environment: string, flags: TrainFlags, streams: CliStreams): Promise<number> {
  const {
    steps,
    seed = 1,
    until,
    overwrite = false,
    checkpointSeconds,
    warmStart,
    threads,
    ownShare,
    overlap,
    processes,
    stepTimeout,
  } = flags;
  const { definition, module } = await findNamedEnvironment(environment);
  const { options } = algorithmPreset(presetFor(definition.id), flags.algorithm);
  const algorithm = createAlgorithm(flags.algorithm, withAssignments(options as Settings, flags.set ?? []));
  const out = flags.out ?? defaultFolder([definition.id, algorithm.name, seed], new Date());
  const policy = warmStart === undefined ? undefined : await warmStartFrom(warmStart);
  const watching = flags.watch ? await watchRun(out, streams) : undefined;
  return interruptible(streams.stderr, async (interruption) => {
    const run = train({
      environment: definition,
      algorithm,
      seed,
      out,
      overwrite,
      signal: interruption.signal,
      actors: {
        ...(threads !== undefined && { threads }),
        ...(ownShare !== undefined && { ownShare }),
        ...(overlap !== undefined && { overlap }),
        ...(processes !== undefined && { processes }),
        ...(stepTimeout !== undefined && { timeoutSeconds: stepTimeout }),
      },
      ...(module !== undefined && { module }),
      ...(steps !== undefined && { totalSteps: steps }),
      ...(until !== undefined && { until }),
      ...(checkpointSeconds !== undefined && { checkpointSeconds }),
      ...(policy && { warmStart: policy }),
    });
    return superviseRun({ run, out, seed, flags, streams, interruption });
  }).finally(() => watching?.close());
}

async function watchRun(out: string, streams: CliStreams) {
  const { openWatch } = await import("./watch-run.js");
  return openWatch(out, streams);
}

async function warmStartFrom(path: string): Promise<Policy> {
  const { loadPolicy } = await import("./load-policy.js");
  return (await loadPolicy(path)).policy;
}

/** `runs/CartPole-v1-ppo-1-2025-01-31T16-05-59`, by local time. */
export function defaultFolder(parts: readonly (string | number)[], now: Date): string {
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
  const time = local.toISOString().slice(0, 19).replaceAll(":", "-");
  return `runs/${[...parts, time].join("-").replace(/[^\w.-]/g, "_")}`;
}
