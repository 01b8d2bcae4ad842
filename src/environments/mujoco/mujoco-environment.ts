import * as v from "valibot";
import { UsageError } from "../../errors.js";
import { loadMujoco, type ModelFiles } from "../../mujoco/index.js";
import { integer, parseOptions } from "../../options.js";
import { type Box, box } from "../../spaces/index.js";
import { didYouMean } from "../../text.js";
import type { LoadedEnvironment } from "../environment.js";
import { compileWithPairs } from "./explicit-contacts.js";
import type { Task } from "./task.js";
import { taskDynamics } from "./task-dynamics.js";
import type { MujocoTaskId, MujocoTaskKeywords } from "./task-keywords.js";
import { tasks } from "./tasks/index.js";

/** Options that every task has. */
export interface MujocoModelOptions {
  /** Default: the task's id; with other options "Custom" and the task's id, so that none is taken for the other. */
  readonly id?: string;
  /** The text of a model of your own in place of the built-in one. */
  readonly xml?: string;
  /** Meshes and other files that `xml` names. */
  readonly files?: ModelFiles;
  /** Simulation steps per action. */
  readonly frameSkip?: number;
}

/** A task's keyword arguments, and its model. */
export type MujocoTaskOptions<Id extends MujocoTaskId> = MujocoModelOptions & MujocoTaskKeywords[Id];

const modelOptions = v.object({
  id: v.optional(v.string()),
  xml: v.optional(v.string()),
  files: v.optional(v.record(v.string(), v.union([v.string(), v.instance(Uint8Array)]))),
  frameSkip: v.optional(integer(1)),
});

/**
 * A task of Gymnasium's MuJoCo suite, with options or with a model of your own: spaces follow from the model, whose first
 * positions and bodies have to be what the task takes them for (see docs/mujoco.md).
 * Throws UsageError `unknown-environment`, `unknown-option`, `invalid-option`, or what `loadMujoco` and `compile` throw.
 */
export async function mujocoEnvironment<Id extends MujocoTaskId>(
  task: Id,
  options: MujocoTaskOptions<Id> = {} as MujocoTaskOptions<Id>,
): Promise<LoadedEnvironment<Box, Box>> {
  const { metadata, frameSkip, options: schema, model: builtIn, play } = findTask(task);
  const { id, xml, files, frameSkip: skip = frameSkip } = parseOptions(task, modelOptions, options);
  const parsed = parseOptions(task, withModelOptions(schema), options);
  const keywords = withoutModelOptions(parsed);

  const mujoco = await loadMujoco();
  const model =
    xml === undefined ? compileWithPairs(mujoco, builtIn()) : mujoco.compile(xml, files === undefined ? {} : { files });
  const data = model.createData();
  const rules = play({ model, data, seconds: skip * model.timestep }, keywords);
  const { maxEpisodeSteps, rewardThreshold } = metadata;
  const [low, high] = [0, 1].map((end) =>
    Float64Array.from({ length: model.sizes.nu }, (_, i) => model.actuator_ctrlrange[2 * i + end]!),
  );
  return {
    id: id ?? (Object.keys(options).length === 0 ? task : `Custom${task}`),
    observationSpace: box({ shape: [rules.observationSize] }),
    actionSpace: box({ low: low!, high: high! }),
    maxEpisodeSteps,
    ...(rewardThreshold !== undefined && { rewardThreshold }),
    settings: {
      task,
      frameSkip: skip,
      options: keywords,
      ...(xml !== undefined && { xml }),
      ...(files !== undefined && { files: Object.keys(files).sort() }),
    },
    dynamics: taskDynamics(model, data, rules, skip),
  };
}

/**
 * The text of a task's built-in model (MJCF), to draw it or to change it. Throws UsageError `unknown-environment`.
 */
export const mujocoModelXml = (task: MujocoTaskId): string => findTask(task).model();

function findTask(id: string): Task {
  if (Object.hasOwn(tasks, id)) return tasks[id as MujocoTaskId] as unknown as Task;
  throw new UsageError({
    code: "unknown-environment",
    message: `There is no MuJoCo task "${id}".`,
    fix: `${didYouMean(id, Object.keys(tasks))}There are: ${Object.keys(tasks).join(", ")}.`,
  });
}

/** The task's own options, beside which those of the model are known. */
function withModelOptions(schema: v.GenericSchema): v.GenericSchema {
  const { entries } = schema as unknown as { readonly entries: v.ObjectEntries };
  return v.strictObject({ ...modelOptions.entries, ...entries });
}

function withoutModelOptions(parsed: unknown): Readonly<Record<string, unknown>> {
  const entries = Object.entries(parsed as Readonly<Record<string, unknown>>);
  return Object.fromEntries(entries.filter(([name]) => !Object.hasOwn(modelOptions.entries, name)));
}
