import { type EnvironmentDefinition, findEnvironment } from "../environments/index.js";
import { UsageError } from "../errors.js";
import { findNamedEnvironment } from "../modules/index.js";
import { type CheckpointName, evaluatePolicy } from "../training/index.js";
import { type LoadedPolicy, loadPolicy } from "./load-policy.js";
import { type CliStreams, writeJson, writeLine } from "./streams.js";
import { describeReturn } from "./summary.js";

export interface EvaluateFlags {
  readonly environment?: string;
  readonly episodes?: number;
  readonly seed?: number;
  readonly stochastic?: boolean;
  readonly checkpoint?: CheckpointName;
  readonly json?: boolean;
}

/** `proximal evaluate`: the return of a policy in fresh copies of an environment. */
export async function evaluateCommand(path: string, flags: EvaluateFlags, streams: CliStreams): Promise<number> {
  const { episodes, seed, stochastic = false } = flags;
  const loaded = await loadPolicy(path, flags.checkpoint);
  const definition = await environmentOf(loaded, flags.environment);
  const { mean, std, ...result } = await evaluatePolicy(loaded.policy, definition, {
    deterministic: !stochastic,
    ...(episodes !== undefined && { episodes }),
    ...(seed !== undefined && { seed }),
  });
  const told = { mean, std, episodes: result.episodes };
  if (flags.json) writeJson(streams.stdout, told);
  else {
    const actions = stochastic ? "sampled actions" : "most probable actions";
    writeLine(streams.stdout, `${definition.id}: return ${describeReturn(told)}, ${actions}`);
  }
  return 0;
}

async function environmentOf({ policy, module }: LoadedPolicy, name?: string): Promise<EnvironmentDefinition> {
  const wanted = name ?? module;
  if (wanted !== undefined) return (await findNamedEnvironment(wanted)).definition;
  const id = policy.metadata.environment;
  try {
    return findEnvironment(id);
  } catch (cause) {
    throw new UsageError({
      code: "unknown-environment",
      message: `The policy was trained on "${id}", which is not a built-in environment.`,
      fix: "Give the path of the module that exports it: --environment ./module.js.",
      cause,
    });
  }
}
