import { ProximalError } from "../../errors.js";
import { createRandom } from "../../random/index.js";
import type { Space } from "../../spaces/index.js";
import { asEnvironment } from "../as-environment.js";
import type { EnvironmentDefinition } from "../environment.js";
import { validateDefinition } from "../validate-definition.js";
import { type ReplayOptions, replayGolden, type Trajectory } from "./replay-golden.js";
import { createPlayer, firstDifference, play, type Report } from "./rollout.js";

export interface CheckOptions extends ReplayOptions {
  /** Default 1. */
  readonly seed?: number;
  /** Random steps to play; default 1000. */
  readonly steps?: number;
  /** Recorded trajectories that the environment must reproduce. */
  readonly golden?: readonly Trajectory[];
  /** Largest difference from `golden` in any reward or observation element (relative where that is above 1); default 1e-5. */
  readonly tolerance?: number;
}

export interface CheckReport {
  /** One sentence each, at most one of every kind; empty if nothing is wrong. */
  readonly problems: readonly string[];
}

/**
 * Plays random actions and looks for broken promises: spaces, types, NaN, masks, determinism, state save and restore, time
 * limit, recorded trajectories. Never throws for what the environment does.
 */
export function checkEnvironment(definition: EnvironmentDefinition, options: CheckOptions = {}): CheckReport {
  const { seed = 1, steps = 1000, golden, tolerance = 1e-5 } = options;
  const found = new Map<string, string>();
  const report: Report = (kind, problem) => {
    if (!found.has(kind)) found.set(kind, problem);
  };
  const attempt = (what: string, body: () => void): boolean => {
    try {
      body();
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      report(what, error instanceof ProximalError ? reason : `An exception was thrown ${what}: ${reason}`);
      return false;
    }
  };

  if (!attempt("by the definition", () => validateDefinition(definition))) return { problems: [...found.values()] };
  checkBounds("observationSpace", definition.observationSpace, report);
  checkBounds("actionSpace", definition.actionSpace, report);
  if (attempt("while playing", () => checkPlay(definition, seed, steps, report))) {
    attempt("while saving and restoring the state", () => checkState(definition, seed, steps, report));
  }
  if (golden !== undefined) {
    attempt("while replaying recorded trajectories", () => checkGolden(definition, golden, tolerance, options, report));
  }
  return { problems: [...found.values()] };
}

function checkBounds(name: string, space: Space, report: Report): void {
  if (space.kind === "dict") {
    for (const [key, entry] of Object.entries(space.spaces)) checkBounds(`${name}.${key}`, entry, report);
  }
  if (space.kind !== "box") return;
  const constant = space.low.findIndex((low, i) => low === space.high[i]);
  if (constant >= 0)
    report(
      `bounds of ${name}`,
      `Element ${constant} of ${name} can only be ${space.low[constant]}: its low and high are equal.`,
    );
}

function checkPlay(definition: EnvironmentDefinition, seed: number, steps: number, report: Report): void {
  const [first, second] = [0, 1].map(() => {
    const random = createRandom(seed);
    const environment = asEnvironment(definition, random.split("environment"));
    const moments = play(createPlayer(definition, environment, random.split("actions"), report), steps, true);
    environment.close?.();
    return moments;
  });
  const difference = firstDifference(first!, second!);
  if (difference >= 0) {
    report(
      "determinism",
      `Two runs with seed ${seed} differ from moment ${difference} on: draw every random number from the generator that create or reset receives.`,
    );
  }
  if (definition.maxEpisodeSteps === undefined && !first!.some((moment) => moment.ended)) {
    report(
      "endless",
      `No episode ended within ${steps} random steps and there is no maxEpisodeSteps: give a time limit, or episodes may last for ever.`,
    );
  }
}

function checkState(definition: EnvironmentDefinition, seed: number, steps: number, report: Report): void {
  const random = createRandom(seed);
  const generator = random.split("environment");
  const actions = random.split("actions");
  const environment = asEnvironment(definition, generator);
  const { getState, setState } = environment;
  if ((getState === undefined) !== (setState === undefined)) {
    report(
      "half a state",
      `The environment has ${getState === undefined ? "setState without getState" : "getState without setState"}: give both or neither.`,
    );
  }
  if (getState === undefined || setState === undefined) return;

  const player = createPlayer(definition, environment, actions, report);
  // somewhere inside an episode, with the rest of it ahead
  let moment = player.reset();
  for (let i = 0; i < Math.min(steps, 7) && !moment.ended; i++) moment = player.step();
  if (moment.ended) moment = player.reset();
  const saved = environment.getState!();
  const generatorState = generator.getState();
  const actionState = actions.getState();
  const ahead = Math.min(steps, 100);
  const remaining = { ...definition, maxEpisodeSteps: Infinity } as EnvironmentDefinition;
  const original = play(createPlayer(remaining, environment, actions, report), ahead, false);

  const otherGenerator = createRandom(seed).split("other");
  const other = asEnvironment(definition, otherGenerator);
  other.reset();
  for (const [name, restored, source] of [
    ["the same environment", environment, generator],
    ["a new environment", other, otherGenerator],
  ] as const) {
    restored.setState!(saved);
    source.setState(generatorState);
    actions.setState(actionState);
    const difference = firstDifference(
      original,
      play(createPlayer(remaining, restored, actions, report), ahead, false),
    );
    if (difference >= 0) {
      report(
        `state into ${name}`,
        `After setState(getState()) into ${name}, the run differs from the original from step ${difference + 1} on: the state leaves something out, or getState returned arrays that step goes on changing.`,
      );
    }
  }
}

function checkGolden(
  definition: EnvironmentDefinition,
  golden: readonly Trajectory[],
  tolerance: number,
  options: ReplayOptions,
  report: Report,
): void {
  const { maxObservationError, maxRewardError, terminationMismatches } = replayGolden(definition, golden, options);
  if (!(maxObservationError <= tolerance)) {
    report(
      "golden observations",
      `Observations differ from the recorded trajectories by up to ${maxObservationError}, more than ${tolerance}.`,
    );
  }
  if (!(maxRewardError <= tolerance)) {
    report(
      "golden rewards",
      `Rewards differ from the recorded trajectories by up to ${maxRewardError}, more than ${tolerance}.`,
    );
  }
  if (terminationMismatches > 0)
    report("golden ends", `Episode ends differ from the recorded trajectories at ${terminationMismatches} steps.`);
}
