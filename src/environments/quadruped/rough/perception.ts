import type { Ground } from "../ground.js";
import { drawFloat, drawNormal } from "../state-random.js";

/** Standard deviations of one kind of map, meters; of the table in Miki et al. 2022 (S8), z₀ to z₆. */
interface MapErrors {
  /** Of where a point is, and of its height; drawn for each point and step. */
  readonly pointPlace: number;
  readonly pointHeight: number;
  /** Of the whole map, for each step. */
  readonly stepPlace: number;
  readonly stepHeight: number;
  /** Of the whole map, for each episode. */
  readonly episodePlace: number;
  readonly episodeHeight: number;
  /** Of the few points that are wrong altogether. */
  readonly outlier: number;
}

const kinds = ["nominal", "offset", "noisy"] as const;
export type MapKind = (typeof kinds)[number];

/** Share of points that are outliers; ours, the paper tells only how far off they are. */
const OUTLIERS = 0.02;

/** `strength` c: 1 is the end of the paper's curriculum. */
function errorsOf(kind: MapKind, c: number): MapErrors {
  const row: Readonly<Record<MapKind, readonly [number, number, number, number, number, number, number]>> = {
    nominal: [0.004, 0.005, 0.01, 0.04, 0.03, 0.05, 0.1],
    offset: [0.004, 0.005, 0.01, 0.1 * c, 0.1 * c, 0.02, 0.1],
    noisy: [0.004, 0.1 * c, 0.1 * c, 0.3 * c, 0.3 * c, 0.3 * c, 0.1],
  };
  const [pointPlace, pointHeight, stepPlace, stepHeight, episodePlace, episodeHeight, outlier] = row[kind];
  return { pointPlace, pointHeight, stepPlace, stepHeight, episodePlace, episodeHeight, outlier };
}

/** Where heights are looked up, in the base's frame turned upright: meters ahead and to the left. */
export interface HeightGrid {
  readonly forward: readonly number[];
  readonly lateral: readonly number[];
}

/** Where the robot is, and how high its base would be if it stood on flat ground. */
export interface Viewpoint {
  readonly x: number;
  readonly y: number;
  readonly yaw: number;
  /** Height of the ground as the robot would guess it from its legs: its base's height less that of standing. */
  readonly ground: number;
}

export interface PerceptionSettings extends HeightGrid {
  readonly clip: number;
  /** 0: a perfect map; else the factor c of the paper's noise. */
  readonly noise: number;
  /** Shares of episodes with each kind of map. */
  readonly maps: Readonly<Record<MapKind, number>>;
  /** Zeros, always. */
  readonly hidden: boolean;
}

/** Numbers of state that a map's errors take: the kind and how far it is off in x, y and height. */
export const MAP_SIZE = 4;

/**
 * Heights of the ground on a grid around the robot, read from the height field itself: row by row along `forward`, each
 * from the first to the last `lateral`; relative to the ground under the robot, positive where it is higher, clipped.
 */
export function createPerception(settings: PerceptionSettings, ground: Pick<Ground, "elevationAt">) {
  const { forward, lateral, clip, noise, maps, hidden } = settings;
  const size = forward.length * lateral.length;
  const errors = kinds.map((kind) => errorsOf(kind, noise));
  const total = maps.nominal + maps.offset + maps.noisy;

  return {
    size,

    /** Draws the errors of an episode's map. */
    begin(state: Float64Array, map: number, stream: number): void {
      state.fill(0, map, map + MAP_SIZE);
      if (noise === 0 || hidden) return;
      const drawn = total * drawFloat(state, stream);
      const kind = drawn < maps.nominal ? 0 : drawn < maps.nominal + maps.offset ? 1 : 2;
      const { episodePlace, episodeHeight } = errors[kind]!;
      state[map] = kind;
      state[map + 1] = episodePlace * drawNormal(state, stream);
      state[map + 2] = episodePlace * drawNormal(state, stream);
      state[map + 3] = episodeHeight * drawNormal(state, stream);
    },

    /** Writes what is seen from a place to `out` on, in the state. */
    look(state: Float64Array, out: number, map: number, stream: number, { x, y, yaw, ground: here }: Viewpoint): void {
      if (hidden) {
        state.fill(0, out, out + size);
        return;
      }
      const cos = Math.cos(yaw);
      const sin = Math.sin(yaw);
      let [shiftX, shiftY, lift] = [0, 0, 0];
      const noisy = noise > 0;
      const error = errors[state[map]!]!;
      if (noisy) {
        shiftX = state[map + 1]! + error.stepPlace * drawNormal(state, stream);
        shiftY = state[map + 2]! + error.stepPlace * drawNormal(state, stream);
        lift = state[map + 3]! + error.stepHeight * drawNormal(state, stream);
      }
      let place = out;
      for (let i = 0; i < forward.length; i++) {
        for (let j = 0; j < lateral.length; j++) {
          let px = x + cos * forward[i]! - sin * lateral[j]! + shiftX;
          let py = y + sin * forward[i]! + cos * lateral[j]! + shiftY;
          let off = lift;
          if (noisy) {
            px += error.pointPlace * drawNormal(state, stream);
            py += error.pointPlace * drawNormal(state, stream);
            off += error.pointHeight * drawNormal(state, stream);
            if (drawFloat(state, stream) < OUTLIERS) off += error.outlier * drawNormal(state, stream);
          }
          const seen = ground.elevationAt(px, py) + off - here;
          state[place++] = Math.min(Math.max(seen, -clip), clip);
        }
      }
    },
  };
}
