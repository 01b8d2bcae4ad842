import { statSync } from "node:fs";
import { UsageError } from "../errors.js";
import { fileError } from "../files/node.js";
import { Policy } from "../policies/index.js";
import { type CheckpointName, loadRunPolicy, readRunSettings } from "../training/index.js";

export interface LoadedPolicy {
  readonly policy: Policy;
  /** Where its environment can be imported from, if its run says so. */
  readonly module?: string | undefined;
}

/** The policy of a run, or in an ONNX file. Throws a UsageError for anything else, and what a broken checkpoint throws. */
export async function loadPolicy(path: string, checkpoint?: CheckpointName): Promise<LoadedPolicy> {
  if (isFolder(path)) {
    const { module } = await readRunSettings(path);
    return { policy: await loadRunPolicy(path, checkpoint), module };
  }
  if (checkpoint !== undefined) {
    throw new UsageError({
      code: "no-checkpoint",
      message: `${path} is a file, which has no checkpoint "${checkpoint}".`,
      fix: "Give the run's folder, or leave --checkpoint out.",
    });
  }
  return { policy: await Policy.load(path) };
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (cause) {
    throw fileError("read", path, cause);
  }
}
