import { readFileSync } from "node:fs";
import * as v from "valibot";
import type { Trajectory } from "../environments/index.js";
import { UsageError } from "../errors.js";
import { fileError } from "../files/node.js";

const values = v.array(v.union([v.number(), v.array(v.number())]));
const trajectories = v.array(
  v.pipe(
    v.object({
      initialState: v.array(v.number()),
      actions: values,
      observations: values,
      rewards: v.array(v.number()),
      terminated: v.array(v.boolean()),
      truncated: v.optional(v.array(v.boolean())),
    }),
    v.check(
      ({ actions, observations, rewards, terminated, truncated = terminated }) =>
        [observations, rewards, terminated, truncated].every(({ length }) => length === actions.length),
      "it has not one observation, reward and end per action",
    ),
  ),
);

/**
 * Recorded trajectories of one environment: a JSON array of them, or an object of such arrays by environment id.
 * Throws a UsageError for a file that cannot be read, that is something else, or that has none of this environment.
 */
export function readTrajectories(path: string, environment: string): readonly Trajectory[] {
  const recorded = pick(parse(path), path, environment);
  const result = v.safeParse(trajectories, recorded);
  if (result.success) return result.output as readonly Trajectory[];
  const [issue] = result.issues;
  const place = v.getDotPath(issue);
  throw invalid(path, `${place === null ? "" : `${place}: `}${issue.message}`);
}

function parse(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw fileError("read", path, cause);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid(path, "it is not JSON", cause);
  }
}

function pick(recorded: unknown, path: string, environment: string): unknown {
  if (typeof recorded !== "object" || recorded === null || Array.isArray(recorded)) return recorded;
  if (Object.hasOwn(recorded, environment)) return (recorded as Record<string, unknown>)[environment];
  const ids = Object.keys(recorded).filter((key) => !key.startsWith("_"));
  throw new UsageError({
    code: "no-trajectories",
    message: `${path} holds no trajectories of ${environment}.`,
    fix: `It holds those of: ${ids.join(", ")}.`,
  });
}

function invalid(path: string, problem: string, cause?: unknown): UsageError {
  return new UsageError({
    code: "invalid-trajectories",
    message: `${path} does not hold recorded trajectories: ${problem}.`,
    fix: "Give a JSON array of { initialState, actions, observations, rewards, terminated }, or an object of such arrays by environment id.",
    cause,
  });
}
