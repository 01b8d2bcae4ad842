import { type EnvironmentDefinition, isBuiltin, loadEnvironment, measureStepCost } from "../../environments/index.js";
import type { EnvironmentSource } from "../../environments/node.js";
import { UsageError } from "../../errors.js";
import type { Random } from "../../random/index.js";

/** How environments are stepped: in this thread, or, where there is a `source`, by others that find the definition there. */
export interface Threads {
  readonly threads: number;
  readonly source: EnvironmentSource | undefined;
}

const none: Threads = { threads: 0, source: undefined };

/**
 * What it costs at most to have a step made by other threads, in microseconds: 50 where cores are idle, several times as
 * much where threads have to share them (`bench/actors.ts`).
 */
const HANDING_OVER = 200;
/** Threads have to promise this part of the time. */
const WORTHWHILE = 0.3;

const inNode = typeof process !== "undefined" && process.versions?.node !== undefined;

/** Time that threads would save of a step of all copies, as a part of what it takes in one thread. */
export function promisedGain(copies: number, threads: number, stepCost: number): number {
  const alone = copies * stepCost;
  const shared = Math.ceil(copies / threads) * stepCost + HANDING_OVER;
  return 1 - shared / alone;
}

/**
 * Resolves the option `threads`. Throws UsageError `threads-need-node` outside of Node and `unreachable-environment` if
 * threads that were asked for would not find the definition.
 */
export async function chooseThreads(
  definition: EnvironmentDefinition,
  module: string | undefined,
  copies: number,
  wanted: number | "auto",
  random: Random,
  /** Cores that are busy otherwise. */
  busyCores = 0,
  measure: typeof measureStepCost = measureStepCost,
): Promise<Threads> {
  if (wanted === 0) return none;
  if (wanted !== "auto") return { threads: Math.min(wanted, copies), source: await requireSource(definition, module) };
  if (!inNode || copies < 2 || (module === undefined && !isBuiltin(definition))) return none;
  const { availableParallelism } = await import("node:os");
  const threads = Math.min(availableParallelism() - busyCores, copies);
  if (threads < 2) return none;
  const cost = await costOf(definition, random, measure);
  if (!(promisedGain(copies, threads, cost) >= WORTHWHILE)) return none;
  const source = await reachableSource(definition, module);
  return source === undefined ? none : { threads, source };
}

/** For threads that nobody asked for: undefined also where a module cannot be imported. */
async function reachableSource(
  definition: EnvironmentDefinition,
  module: string | undefined,
): Promise<EnvironmentSource | undefined> {
  // A loader that lets this thread import TypeScript need not be there in others.
  const importsTypeScript = (process.features as { readonly typescript?: unknown }).typescript;
  if (module !== undefined && /\.[cm]?ts(#|$)/.test(module) && !importsTypeScript) return undefined;
  const { sourceOf } = await import("../../environments/node.js");
  return sourceOf(definition, module).catch(() => undefined);
}

async function costOf(
  definition: EnvironmentDefinition,
  random: Random,
  measure: typeof measureStepCost,
): Promise<number> {
  try {
    return measure(await loadEnvironment(definition), random);
  } catch {
    // what is wrong with it will be told where it is used
    return 0;
  }
}

/** Where other threads and processes find a definition. Throws a UsageError if they cannot. */
export async function requireSource(
  definition: EnvironmentDefinition,
  module: string | undefined,
): Promise<EnvironmentSource> {
  if (!inNode) {
    throw new UsageError({
      code: "threads-need-node",
      message: "train: actors in threads or processes of their own need Node.",
      fix: 'Leave "actors" out, or train in Node.',
    });
  }
  const { sourceOf } = await import("../../environments/node.js");
  const source = await sourceOf(definition, module);
  if (source !== undefined) return source;
  throw new UsageError({
    code: "unreachable-environment",
    message:
      module === undefined
        ? `train: the definition of "${definition.id}" is an object in this thread, which cannot be sent to others.`
        : `train: the definition of "${definition.id}" is not what ${module} exports.`,
    fix: "Export it, wrappers included, from a module that does nothing else, and name that too: { environment, module: path }; or act in one thread: actors: { threads: 0, overlap: false }.",
  });
}
