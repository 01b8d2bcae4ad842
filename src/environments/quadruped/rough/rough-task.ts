import type { Ground } from "../ground.js";
import { layOut } from "../layout.js";
import { yawOf } from "../orientation.js";
import { drawInteger, STREAM_SIZE, seedStream } from "../state-random.js";
import type { QuadrupedDynamics } from "../task.js";
import { type Terrain, tileCenter } from "../terrain/index.js";
import { nextLevel, type Traversal } from "./curriculum.js";
import { createPerception, MAP_SIZE, type PerceptionSettings } from "./perception.js";
import { privilegedParts } from "./privileged.js";

/** Robots begin an episode within ± this of the middle of a tile, meters. */
const JITTER = 0.3;

export interface CurriculumSettings {
  /** Levels to begin with. */
  readonly start: readonly [low: number, high: number];
  readonly adaptive: boolean;
}

export interface RoughSettings {
  readonly terrain: Terrain;
  readonly ground: Ground;
  readonly perception: PerceptionSettings;
  readonly curriculum: CurriculumSettings;
  /** Of the base's origin when the robot stands on flat ground, meters. */
  readonly standingHeight: number;
  readonly feet: readonly { readonly radius: number }[];
  /** Steps of an episode that ends by its time limit. */
  readonly episodeSteps: number;
}

/** Also tells where in a state the terrain's part is. */
export interface RoughDynamics extends QuadrupedDynamics {
  readonly terrainLayout: TerrainLayout;
}

/**
 * Velocity tracking over tiles of terrain. Each copy has one kind of terrain for ever, drawn at its first reset, and a level
 * that its episodes move. Both belong to its state and outlive episodes, with a random stream of their own.
 */
export function roughDynamics(flat: QuadrupedDynamics, settings: RoughSettings): RoughDynamics {
  const { terrain, ground, curriculum, feet, standingHeight, episodeSteps } = settings;
  const { at: flatAt, sizes } = flat.layout;
  const perception = createPerception(settings.perception, ground);
  const privileged = privilegedParts(feet);
  const layout = terrainLayout(flat.stateSize, perception.size, privileged.size);
  const { at } = layout;
  const kinds = terrain.types.length;
  const half = terrain.tileSize / 2;
  const flatFigures = flat.episodeFigures ?? [];
  const { motion, secondsPerStep } = flat;
  const observed = sizes.observation;
  const viewpoint = { x: 0, y: 0, yaw: 0, ground: 0 };
  const traversal = { left: false, walked: 0, commanded: 0 };

  /** What the episode so far came to. */
  function traversalOf(state: Float64Array, o: number): Traversal {
    const age = state[o + flatAt.age]!;
    const fell = state[o + flatAt.terminal] === 1;
    traversal.left = state[o + at.left] === 1;
    traversal.walked = state[o + at.walked]!;
    // who falls early has not done what was commanded of the rest
    traversal.commanded = state[o + at.commanded]! * (fell ? Math.max(1, episodeSteps / age) : 1);
    return traversal;
  }

  function perceive(state: Float64Array, o: number): void {
    const pose = o + flatAt.position;
    viewpoint.x = state[pose]!;
    viewpoint.y = state[pose + 1]!;
    viewpoint.yaw = yawOf(state, pose);
    viewpoint.ground = state[pose + 2]! - standingHeight;
    perception.look(state, o + at.heights, o + at.map, o + at.stream, viewpoint);
    privileged.write(state, o + at.privileged, o + flatAt.friction, motion, viewpoint.yaw, ground);
  }

  return {
    ...flat,
    terrainLayout: layout,
    stateSize: layout.size,
    initialStateSize: layout.size,
    episodeFigures: [
      ...flatFigures,
      "terrain_level",
      "left_tile",
      ...terrain.types.map((type) => `terrain_level_${type.replaceAll("-", "_")}`),
    ],

    reset(state, o, random) {
      const stream = o + at.stream;
      const [low, high] = curriculum.start;
      if (state[o + at.begun] === 0) {
        seedStream(state, stream, random);
        state[o + at.begun] = 1;
        state[o + at.type] = drawInteger(state, stream, 0, kinds - 1);
        state[o + at.level] = drawInteger(state, stream, low, high);
      } else if (!curriculum.adaptive) {
        state[o + at.level] = drawInteger(state, stream, low, high);
      } else if (state[o + flatAt.age]! > 0) {
        state[o + at.level] = nextLevel(state[o + at.level]!, terrain.levels, traversalOf(state, o), state, stream);
      }
      const [x, y] = tileCenter(terrain, state[o + at.type]!, state[o + at.level]!);
      ground.start.x = x + JITTER * (2 * random.float() - 1);
      ground.start.y = y + JITTER * (2 * random.float() - 1);
      flat.reset(state, o, random);
      state[o + at.left] = 0;
      state[o + at.walked] = 0;
      state[o + at.commanded] = 0;
      perception.begin(state, o + at.map, stream);
      perceive(state, o);
    },

    step(state, o, actions, actionOffset) {
      const value = flat.step(state, o, actions, actionOffset);
      const { command, linearVelocity } = motion;
      const speed = Math.hypot(command[0]!, command[1]!);
      if (speed > 0) {
        const along = (command[0]! * linearVelocity[0]! + command[1]! * linearVelocity[1]!) / speed;
        state[o + at.walked] = state[o + at.walked]! + along * secondsPerStep;
        state[o + at.commanded] = state[o + at.commanded]! + speed * secondsPerStep;
      }
      const [x, y] = tileCenter(terrain, state[o + at.type]!, state[o + at.level]!);
      const away = Math.max(Math.abs(state[o + flatAt.position]! - x), Math.abs(state[o + flatAt.position + 1]! - y));
      if (away > half) state[o + at.left] = 1;
      perceive(state, o);
      return value;
    },

    observe(state, o, observations, observationOffset) {
      flat.observe(state, o, observations, observationOffset);
      // heights and what only the critic sees lie side by side
      const first = o + at.heights;
      const place = observationOffset + observed;
      for (let i = 0; i < perception.size + privileged.size; i++) observations[place + i] = state[first + i]!;
    },

    readEpisodeFigures(state, o, figures) {
      flat.readEpisodeFigures?.(state, o, figures);
      const level = state[o + at.level]!;
      const place = flatFigures.length;
      figures[place] = level;
      figures[place + 1] = state[o + at.left]!;
      for (let type = 0; type < kinds; type++) {
        figures[place + 2 + type] = type === state[o + at.type] ? level : Number.NaN;
      }
    },
  };
}

export type TerrainLayout = ReturnType<typeof terrainLayout>;

/** After the flat task's part of the state. */
function terrainLayout(flat: number, heights: number, privileged: number) {
  return layOut({
    flat,
    begun: 1,
    stream: STREAM_SIZE,
    type: 1,
    level: 1,
    left: 1,
    walked: 1,
    commanded: 1,
    map: MAP_SIZE,
    heights,
    privileged,
  });
}
