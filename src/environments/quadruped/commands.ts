import { wrapAngle, yawOf } from "./orientation.js";
import { drawFloat, drawFrom, drawUniform } from "./state-random.js";
import type { QuadrupedLayout } from "./task-layout.js";
import type { ResolvedTask } from "./task-options.js";

/** Yaw rate per radian that the robot is off a commanded heading (legged_gym's), 1/s. */
const HEADING_GAIN = 0.5;

/** What a copy is told to do: part of its state. */
export function createCommands(commands: ResolvedTask["commands"], { at }: QuadrupedLayout) {
  return {
    draw(state: Float64Array, o: number): void {
      const stream = o + at.stream;
      const stand = drawFloat(state, stream) < commands.standing;
      const command = o + at.command;
      state[command] = drawFrom(state, stream, commands.forward);
      state[command + 1] = drawFrom(state, stream, commands.lateral);
      state[command + 2] = drawFrom(state, stream, commands.yaw);
      if (commands.heading) state[o + at.heading] = drawUniform(state, stream, -Math.PI, Math.PI);
      if (stand) state.fill(0, command, command + 3);
      state[o + at.steered] = commands.heading && !stand ? 1 : 0;
    },

    /** Where a heading is commanded, the yaw rate that leads to it. */
    steer(state: Float64Array, o: number, pose: Float64Array): void {
      if (state[o + at.steered] === 0) return;
      const [low, high] = commands.yaw;
      const off = HEADING_GAIN * wrapAngle(state[o + at.heading]! - yawOf(pose));
      state[o + at.command + 2] = Math.min(Math.max(off, low), high);
    },

    /** A yaw rate that a person asks for is not the one that leads to the heading. */
    obey(state: Float64Array, o: number): void {
      state[o + at.steered] = 0;
    },

    /** For whoever steers it by hand, and may always tell it to stand. */
    described: (["forward", "lateral", "yaw"] as const).map((name, i) => {
      const [low, high] = commands[name];
      return { name, place: at.command + i, low: Math.min(low, 0), high: Math.max(high, 0) };
    }),
  };
}
