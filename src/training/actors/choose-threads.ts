import { type EnvironmentDefinition, isBuiltin, loadEnvironment, measureStepCost } from "../../environments/index.js";
import type { EnvironmentSource, StepTimes, timeSteps } from "../../environments/node.js";
import { UsageError } from "../../errors.js";
import type { Random } from "../../random/index.js";
import type { ActorsSettings } from "./actors-options.js";

/** How environments are stepped: in this thread, or, where there is a `source`, by others that find the definition there. */
export interface Threads {
  readonly threads: number;
  /** Whether this thread steps a share beside the others. */
  readonly ownShare: boolean;
  readonly source: EnvironmentSource | undefined;
}

const none: Threads = { threads: 0, ownShare: false, source: undefined };

/**
 * What it costs to have a step made by other threads, in microseconds: so little where every thread has a core and looks
 * for the other's word, or has to be woken, and at most so much where they have to share cores (`bench/actors.ts`).
 */
const HANDING_OVER = { looking: 5, waking: 50, most: 200 };
/** Threads have to promise this part of the time, or to save that one where they are tried. */
const WORTHWHILE = { promised: 0.3, tried: 0.15 };

const inNode = typeof process !== "undefined" && process.versions?.node !== undefined;

/** Time that threads would save of a step of all copies, as a part of what it takes in one thread. Times in microseconds. */
export function promisedGain(
  copies: number,
  threads: number,
  stepCost: number,
  handingOver: number = HANDING_OVER.most,
): number {
  const alone = copies * stepCost;
  const shared = Math.ceil(copies / threads) * stepCost + handingOver;
  return 1 - shared / alone;
}

/**
 * Resolves the options `threads` and `ownShare`. Throws UsageError `threads-need-node` outside of Node and `unreachable-environment` if
 * threads that were asked for would not find the definition.
 */
export async function chooseThreads(
  definition: EnvironmentDefinition,
  module: string | undefined,
  copies: number,
  { threads: wanted, ownShare }: Pick<ActorsSettings, "threads" | "ownShare">,
  random: Random,
  /** Cores that are busy otherwise. */
  busyCores = 0,
  { measure = measureStepCost, tryBoth = timeBoth, cores }: ChoiceTools = {},
): Promise<Threads> {
  if (wanted === 0) return none;
  if (wanted !== "auto") {
    const source = await requireSource(definition, module);
    const threads = Math.min(wanted, ownShare ? copies - 1 : copies);
    return threads === 0 ? none : { threads, ownShare, source };
  }
  if (!inNode || copies < 2 || (module === undefined && !isBuiltin(definition))) return none;
  const { availableParallelism } = await import("node:os");
  // this thread is one of those that step, where it has a share
  const stepping = Math.min((cores ?? availableParallelism()) - busyCores, copies);
  if (stepping < 2) return none;
  const cost = await costOf(definition, random, measure);
  // without a share, this thread needs one core more than there are
  const least = ownShare ? HANDING_OVER.looking : HANDING_OVER.waking;
  if (!(promisedGain(copies, stepping, cost, least) >= WORTHWHILE.promised)) return none;
  const source = await reachableSource(definition, module);
  if (source === undefined) return none;
  const chosen = { threads: ownShare ? stepping - 1 : stepping, ownShare, source };
  if (promisedGain(copies, stepping, cost) >= WORTHWHILE.promised) return chosen;
  // Only a trial tells what handing over costs here and now.
  const { here, inThreads } = await tryBoth(definition, copies, chosen, random);
  return inThreads <= (1 - WORTHWHILE.tried) * here ? chosen : none;
}

/** What a choice rests on; by default, this machine. */
interface ChoiceTools {
  readonly measure?: typeof measureStepCost;
  readonly tryBoth?: TryBoth;
  readonly cores?: number;
}

type TryBoth = (...parameters: Parameters<typeof timeSteps>) => Promise<StepTimes>;

const timeBoth: TryBoth = async (...parameters) => {
  const { timeSteps } = await import("../../environments/node.js");
  // what goes wrong will be told where it is used
  return timeSteps(...parameters).catch(() => ({ here: 0, inThreads: Infinity }));
};

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
