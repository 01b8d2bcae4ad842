import * as v from "valibot";
import { UsageError } from "../../../errors.js";
import { integer, number, parseOptions, positive } from "../../../options.js";
import { type QuadrupedOptions, type ResolvedTask, taskSchema } from "../task-options.js";
import { describeTerrain } from "../terrain/generate-terrain.js";
import { generateTerrain, type Terrain, type TerrainOptions } from "../terrain/index.js";
import type { HeightGrid, PerceptionSettings } from "./perception.js";
import type { CurriculumSettings } from "./rough-task.js";

/** Which levels of its kind of terrain a copy plays. */
export interface CurriculumOptions {
  /** The first ones to draw from, both included; default [0, 0]. */
  readonly start?: readonly [low: number, high: number];
  /** Whether levels follow what episodes traversed; otherwise each is drawn from `start`; default true. */
  readonly adaptive?: boolean;
}

/** What the robot sees of the ground. */
export interface PerceptionOptions {
  /** Where heights are looked up, meters ahead of the base; default every 0.2 from −0.8 to 0.8. */
  readonly forward?: readonly number[];
  /** And to its left; default every 0.2 from −0.4 to 0.4. */
  readonly lateral?: readonly number[];
  /** Heights beyond ± this count as this, meters; default 1. */
  readonly clip?: number;
  /** 0: a perfect map; 1: the errors of docs/quadruped.md; default 0. */
  readonly noise?: number;
  /** Relative frequencies of the kinds of maps where there is noise; default 0.6, 0.3 and 0.1. */
  readonly maps?: { readonly nominal?: number; readonly offset?: number; readonly noisy?: number };
  /** Zeros instead of heights, to see what they are good for; default false. */
  readonly hidden?: boolean;
}

/** Options of `roughQuadrupedEnvironment`: those of the flat task and what is below; all have defaults. */
export interface RoughQuadrupedOptions extends QuadrupedOptions {
  readonly terrain?: TerrainOptions;
  readonly curriculum?: CurriculumOptions;
  readonly perception?: PerceptionOptions;
}

/** Where the registered tasks look up heights: every 0.2 m. */
export const defaultGrid: HeightGrid = {
  forward: [-0.8, -0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8],
  lateral: [-0.4, -0.2, 0, 0.2, 0.4],
};

const places = v.pipe(v.array(number(-5, 5)), v.minLength(1, "Give at least one place"), v.readonly());

const schema = v.strictObject({
  ...taskSchema.entries,
  terrain: v.optional(v.looseObject({}), {}),
  curriculum: v.optional(
    v.strictObject({
      start: v.optional(v.pipe(v.tuple([integer(0), integer(0)]), v.readonly()), [0, 0]),
      adaptive: v.optional(v.boolean(), true),
    }),
    {},
  ),
  perception: v.optional(
    v.strictObject({
      forward: v.optional(places, defaultGrid.forward),
      lateral: v.optional(places, defaultGrid.lateral),
      clip: v.optional(positive(), 1),
      noise: v.optional(number(0), 0),
      maps: v.optional(
        v.pipe(
          v.strictObject({
            nominal: v.optional(number(0), 0.6),
            offset: v.optional(number(0), 0.3),
            noisy: v.optional(number(0), 0.1),
          }),
          v.check(({ nominal, offset, noisy }) => nominal + offset + noisy > 0, "Let one of them be above 0"),
        ),
        {},
      ),
      hidden: v.optional(v.boolean(), false),
    }),
    {},
  ),
});

/**
 * What is different from flat ground, where nothing else is said: one command for half of an episode, which leads
 * somewhere, and less pay for level bodies.
 */
const defaults = {
  commands: { forward: [0.2, 1], lateral: [-0.2, 0.2], yaw: [-1, 1], heading: true, seconds: 10, standing: 0.05 },
  rewards: { verticalVelocity: -0.5, tilt: -0.5 },
} as const satisfies QuadrupedOptions;

export interface ResolvedRoughTask {
  readonly id: string | undefined;
  readonly robot: unknown;
  readonly task: ResolvedTask;
  readonly terrain: Terrain;
  /** What the terrain was made with, plain data. */
  readonly terrainSettings: Readonly<Record<string, unknown>>;
  readonly curriculum: CurriculumSettings;
  readonly perception: PerceptionSettings;
}

/** Fills in defaults. Throws what `generateTerrain` throws, and UsageError `unknown-option` or `invalid-option`. */
export function resolveRoughOptions(options: RoughQuadrupedOptions): ResolvedRoughTask {
  const { id, robot, terrain, curriculum, perception, ...task } = parseOptions(
    "roughQuadrupedEnvironment",
    schema,
    withDefaults(options),
  );
  const generated = generateTerrain(terrain as TerrainOptions);
  const [low, high] = curriculum.start;
  if (low > high || high >= generated.levels) {
    throw new UsageError({
      code: "invalid-option",
      message: `roughQuadrupedEnvironment: option "curriculum.start" is [${low}, ${high}], but the terrain's levels are 0 to ${generated.levels - 1}.`,
      fix: "Give [low, high] with low ≤ high, both among the terrain's levels.",
    });
  }
  const terrainSettings = describeTerrain(terrain as TerrainOptions);
  return { id, robot, task, terrain: generated, terrainSettings, curriculum, perception };
}

/** Whatever is no object of options is left for the schema to refuse. */
function withDefaults(options: unknown): unknown {
  if (!isObject(options)) return options;
  const filled = (given: unknown = {}, usual: object) => (isObject(given) ? { ...usual, ...given } : given);
  return {
    ...options,
    commands: filled(options.commands, defaults.commands),
    rewards: filled(options.rewards, defaults.rewards),
  };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
