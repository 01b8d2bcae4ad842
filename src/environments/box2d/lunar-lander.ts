import { UsageError } from "../../errors.js";
import { type Box, box, type Discrete, discrete } from "../../spaces/index.js";
import { didYouMean } from "../../text.js";
import { defineEnvironment } from "../define.js";
import type { EnvironmentDefinition } from "../environment.js";
import { loadPhysics } from "./load-physics.js";
import { replayedEnvironment } from "./replayed-environment.js";

/** What can be different about a lunar lander. */
export interface LunarLanderOptions {
  /** Metres per second², between −12 and 0; default −10. */
  readonly gravity?: number;
  /** Gusts and turbulence while no leg stands; default false. */
  readonly enableWind?: boolean;
  /** Newtons at most, usually 0 to 20; default 15. */
  readonly windPower?: number;
  /** Newton metres at most, usually 0 to 2; default 1.5. */
  readonly turbulencePower?: number;
}

const ENGINES = 4;

const metadata = {
  observationSpace: box({
    low: [-2.5, -2.5, -10, -10, -2 * Math.PI, -10, 0, 0],
    high: [2.5, 2.5, 10, 10, 2 * Math.PI, 10, 1, 1],
  }),
  maxEpisodeSteps: 1000,
  rewardThreshold: 200,
};

/**
 * A lunar lander under conditions of its own, which needs an id of its own; actions are 0 (nothing), 1 (left engine),
 * 2 (main engine) and 3 (right engine). Needs the package `planck`. Throws UsageError `unknown-option` or `invalid-option`.
 */
export function defineLunarLander(id: string, options: LunarLanderOptions = {}): EnvironmentDefinition<Box, Discrete> {
  const conditions = conditionsOf(id, options);
  return defineEnvironment({
    id,
    ...metadata,
    actionSpace: discrete(ENGINES),
    load: async () => {
      const { beginLanding } = await loadPhysics();
      return {
        create: (random) =>
          replayedEnvironment({
            id,
            random,
            actionSize: 1,
            begin: () => beginLanding(random, conditions, false),
            write: (engine: number, log, offset) => {
              if (!Number.isInteger(engine) || engine < 0 || engine >= ENGINES) throw noEngine(id, engine);
              log[offset] = engine;
            },
          }),
      };
    },
  });
}

/** Likewise with throttles: actions are pairs in [−1, 1] for the main engine and for the side engines. */
export function defineLunarLanderContinuous(
  id: string,
  options: LunarLanderOptions = {},
): EnvironmentDefinition<Box, Box> {
  const conditions = conditionsOf(id, options);
  return defineEnvironment({
    id,
    ...metadata,
    actionSpace: box({ shape: [2], low: -1, high: 1 }),
    load: async () => {
      const { beginLanding } = await loadPhysics();
      return {
        create: (random) =>
          replayedEnvironment({
            id,
            random,
            actionSize: 2,
            begin: () => beginLanding(random, conditions, true),
            write: (throttles: Float32Array, log, offset) => log.set(throttles, offset),
          }),
      };
    },
  });
}

function conditionsOf(id: string, options: LunarLanderOptions): Required<LunarLanderOptions> {
  const defaults = { gravity: -10, enableWind: false, windPower: 15, turbulencePower: 1.5 };
  const names = Object.keys(defaults);
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new UsageError({
      code: "unknown-option",
      message: `Environment "${id}": a lunar lander has no option "${unknown}".`,
      fix: `${didYouMean(unknown, names)}There are: ${names.join(", ")}.`,
    });
  }
  const conditions = { ...defaults, ...options };
  const { gravity, windPower, turbulencePower } = conditions;
  if (!(gravity > -12 && gravity < 0)) {
    throw invalid(id, `gravity is ${gravity}`, "Give a number between -12 and 0, both excluded.");
  }
  for (const [name, power] of Object.entries({ windPower, turbulencePower })) {
    if (!(power >= 0 && power < Infinity)) throw invalid(id, `${name} is ${power}`, "Give a number of at least 0.");
  }
  return conditions;
}

const invalid = (id: string, problem: string, fix: string) =>
  new UsageError({ code: "invalid-option", message: `Environment "${id}": ${problem}.`, fix });

const noEngine = (id: string, engine: number) =>
  new UsageError({
    code: "invalid-action",
    message: `Environment "${id}" has no action ${engine}.`,
    fix: "Give 0 (nothing), 1 (left engine), 2 (main engine) or 3 (right engine).",
  });

/**
 * Landing on the moon with three engines: rules, rewards and observations of Gymnasium's LunarLander-v3. Needs the package
 * `planck`.
 */
export const lunarLander = defineLunarLander("LunarLander-v3");

/** The same with throttles: Gymnasium's LunarLanderContinuous-v3. */
export const lunarLanderContinuous = defineLunarLanderContinuous("LunarLanderContinuous-v3");
