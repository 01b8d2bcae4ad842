import { FIGURE_SUMS } from "./episode-figures.js";
import { layOut } from "./layout.js";
import { STREAM_SIZE } from "./state-random.js";

export interface TaskSizes {
  /** Of the simulation's positions and velocities. */
  readonly model: { readonly nq: number; readonly nv: number };
  readonly joints: number;
  readonly feet: number;
  /** Actions that may still take effect, the newest included. */
  readonly pastActions: number;
  /** Measurements that may still be seen, the newest included, and numbers in each. */
  readonly measurements: number;
  readonly measured: number;
  readonly observed: number;
}

/** Where a copy's flat state holds what. */
export function quadrupedLayout({ model, joints, feet, ...sizes }: TaskSizes) {
  return layOut({
    position: model.nq,
    velocity: model.nv,
    warmStart: model.nv,
    time: 1,
    terminal: 1,
    age: 1,
    stream: STREAM_SIZE,
    // in the order that the critic sees them in
    friction: 1,
    payload: 1,
    centerOfMass: 3,
    strength: 1,
    latency: 1,
    delay: 1,
    command: 3,
    heading: 1,
    steered: 1,
    contacts: feet,
    airTimes: feet,
    swingHeights: feet,
    footPlaces: 2 * feet,
    figures: FIGURE_SUMS,
    // newest first, in both
    actions: sizes.pastActions * joints,
    measurements: sizes.measurements * sizes.measured,
    observation: sizes.observed,
  });
}

export type QuadrupedLayout = ReturnType<typeof quadrupedLayout>;
