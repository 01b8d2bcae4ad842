import { UsageError } from "../../../errors.js";
import { didYouMean } from "../../../text.js";
import type { Robot } from "../robot.js";
import { anymalC } from "./anymal-c.js";
import { go1 } from "./go1.js";

export { anymalC, go1 };

const robots = { "anymal-c": anymalC, go1 } as const;

/** The robots that come with the library. */
export type RobotName = keyof typeof robots;

export const robotNames = Object.keys(robots) as readonly RobotName[];

/** Throws UsageError `unknown-robot`. */
export function findRobot(name: string): Robot {
  if (Object.hasOwn(robots, name)) return robots[name as RobotName];
  throw new UsageError({
    code: "unknown-robot",
    message: `There is no robot "${name}".`,
    fix: `${didYouMean(name, robotNames)}There are: ${robotNames.join(", ")}. Or describe your own: a Robot as plain data.`,
  });
}
