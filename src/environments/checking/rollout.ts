import type { Random } from "../../random/index.js";
import {
  contains,
  flattenInto,
  isAllowed,
  maskProblem,
  type Space,
  sampleSpace,
  sizeOf,
  type ValueOf,
} from "../../spaces/index.js";
import { requireResult, requireSynchronous } from "../contract.js";
import type { Environment, EnvironmentDefinition } from "../environment.js";

/** What one reset or step gave; resets have neither action nor reward. */
export interface Moment {
  readonly observation: Float32Array;
  readonly reward?: number;
  readonly ended?: boolean;
}

type AnyEnvironment = Environment<ValueOf<Space>, ValueOf<Space>>;
/** Only the first problem of every kind counts: more would hide the others. */
export type Report = (kind: string, problem: string) => void;

function sampleAllowed(space: Space, mask: ArrayLike<number | boolean> | undefined, random: Random): ValueOf<Space> {
  if (mask === undefined || maskProblem(space, mask) !== undefined) return sampleSpace(space, random);
  const pick = (start: number, n: number): number => {
    const allowed = Array.from({ length: n }, (_, i) => i).filter((i) => isAllowed(mask[start + i]));
    return allowed[random.integer(allowed.length)]!;
  };
  if (space.kind === "discrete") return space.start + pick(0, space.n);
  if (space.kind !== "multi-discrete") return sampleSpace(space, random);
  let start = 0;
  return Int32Array.from(space.nvec, (n) => {
    const choice = pick(start, n);
    start += n;
    return choice;
  });
}

/** Plays random allowed actions and reports everything that breaks the contract on the way; throws what the environment throws. */
export function createPlayer(
  definition: EnvironmentDefinition,
  environment: AnyEnvironment,
  random: Random,
  report: Report,
) {
  const { id, observationSpace, actionSpace, maxEpisodeSteps = Infinity } = definition;
  let length = 0;

  function see(observation: unknown, when: string): Float32Array {
    const flat = new Float32Array(sizeOf(observationSpace));
    const problem = contains(observationSpace, observation);
    if (problem !== undefined)
      report("observation", `The observation ${when} is not in the observation space: ${problem}.`);
    try {
      flattenInto(observationSpace, observation, flat);
    } catch {
      // reported above; without a readable observation there is nothing to compare
    }
    const wrongMask =
      environment.actionMask === undefined ? undefined : maskProblem(actionSpace, environment.actionMask());
    if (wrongMask !== undefined) report("mask", `After the observation ${when}, ${wrongMask}.`);
    return flat;
  }

  return {
    get length() {
      return length;
    },
    reset(): Moment {
      length = 0;
      const observation = environment.reset();
      requireSynchronous(id, "reset", observation);
      return { observation: see(observation, "of reset") };
    },
    step(): Moment {
      const result = environment.step(sampleAllowed(actionSpace, environment.actionMask?.(), random));
      requireResult(id, result);
      length++;
      const when = `of step ${length}`;
      if (typeof result.reward !== "number" || !Number.isFinite(result.reward)) {
        report("reward", `The reward ${when} is ${String(result.reward)}, not a finite number.`);
      }
      if (typeof result.terminated !== "boolean")
        report("terminated", `terminated ${when} is ${String(result.terminated)}, not true or false.`);
      if (result.truncated !== undefined && typeof result.truncated !== "boolean") {
        report("truncated", `truncated ${when} is ${String(result.truncated)}, not true, false or left out.`);
      }
      const ended = result.terminated || result.truncated === true;
      return {
        observation: see(result.observation, when),
        reward: result.reward,
        ended: ended || length >= maxEpisodeSteps,
      };
    },
  };
}

/** Plays on for `steps` steps, resetting where episodes end (and first of all, with `fresh`). */
export function play(player: ReturnType<typeof createPlayer>, steps: number, fresh: boolean): Moment[] {
  const moments: Moment[] = fresh ? [player.reset()] : [];
  for (let i = 0; i < steps; i++) {
    const moment = player.step();
    moments.push(moment);
    if (moment.ended) moments.push(player.reset());
  }
  return moments;
}

/** The first index at which two plays differ, or −1. */
export function firstDifference(left: readonly Moment[], right: readonly Moment[]): number {
  return left.findIndex((moment, i) => {
    const other = right[i];
    return (
      other === undefined ||
      !Object.is(moment.reward, other.reward) ||
      moment.ended !== other.ended ||
      moment.observation.some((value, j) => !Object.is(value, other.observation[j]))
    );
  });
}
