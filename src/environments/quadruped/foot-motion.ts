import type { MujocoData, MujocoModel } from "../../mujoco/index.js";
import { nameOf } from "./build-model.js";
import { addSwing } from "./episode-figures.js";
import type { Ground } from "./ground.js";
import type { Motion } from "./motion.js";
import type { Robot } from "./robot.js";
import type { QuadrupedLayout } from "./task-layout.js";

/** What is around the feet whose motion is read. */
export interface FootSetting {
  readonly data: MujocoData;
  readonly ground: Ground;
  readonly motion: Motion;
  /** Of the base in standing, meters. */
  readonly height: number;
  readonly secondsPerStep: number;
  readonly layout: QuadrupedLayout;
}

/** Follows the feet: on the ground or not, how fast, how high, and how long in the air. */
export function createFootReader(model: MujocoModel, robot: Robot, setting: FootSetting) {
  const { data, ground, motion, height, secondsPerStep } = setting;
  const { at } = setting.layout;
  const feet = robot.legs.length;
  const geoms = robot.legs.map((leg) => model.id("geom", nameOf.footGeom(leg)));
  const sensors = robot.legs.map((leg) => model.sensor(nameOf.footSensor(leg)).address);
  const radii = robot.legs.map(({ foot }) => foot.radius);

  return {
    /** At the start of an episode, where all feet count as on the ground. */
    begin(state: Float64Array, o: number): void {
      for (let foot = 0; foot < feet; foot++) {
        state[o + at.contacts + foot] = 1;
        motion.contacts[foot] = 1;
        for (let i = 0; i < 3; i++) {
          const place = data.geom_xpos[3 * geoms[foot]! + i]!;
          motion.footPositions[3 * foot + i] = place;
          if (i < 2) state[o + at.footPlaces + 2 * foot + i] = place;
        }
      }
    },

    /** After a step. */
    read(state: Float64Array, o: number): void {
      const { sensordata, geom_xpos } = data;
      for (let foot = 0; foot < feet; foot++) {
        const contact = sensordata[sensors[foot]!]! > 0 ? 1 : 0;
        const before = state[o + at.contacts + foot]!;
        const place = o + at.footPlaces + 2 * foot;
        const geom = 3 * geoms[foot]!;
        const [x, y] = [geom_xpos[geom]!, geom_xpos[geom + 1]!];
        motion.footSpeeds[foot] = Math.hypot(x - state[place]!, y - state[place + 1]!) / secondsPerStep;
        const above = geom_xpos[geom + 2]! - radii[foot]! - ground.elevationAt(x, y);
        motion.footHeights[foot] = above / height;
        state[place] = x;
        state[place + 1] = y;
        motion.contacts[foot] = contact;
        for (let i = 0; i < 3; i++) motion.footPositions[3 * foot + i] = geom_xpos[geom + i]!;
        // one step without a contact may be a bounce
        const down = contact === 1 || before === 1;
        const air = o + at.airTimes + foot;
        const top = o + at.swingHeights + foot;
        const seconds = contact === 1 && state[air]! > 0 ? state[air]! + secondsPerStep : 0;
        motion.touchdowns[foot] = seconds;
        if (seconds > 0) addSwing(state, o + at.figures, seconds, state[top]!);
        state[air] = down ? 0 : state[air]! + secondsPerStep;
        state[top] = down ? 0 : Math.max(state[top]!, above);
        state[o + at.contacts + foot] = contact;
      }
    },
  };
}
