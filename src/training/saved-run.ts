import { Policy } from "../policies/index.js";
import type { RunSettings } from "./run-folder.node.js";
import type { CheckpointName } from "./run-store.js";

/** What a run folder says of its run (Node only). Throws UsageError `not-a-run` for other folders. */
export async function readRunSettings(folder: string): Promise<RunSettings> {
  const { readSettings } = await import("./run-folder.node.js");
  return readSettings(folder);
}

/**
 * The policy in a checkpoint of a run (Node only): as it was last saved, or when it was evaluated best.
 * Throws UsageError `not-a-run` or `no-checkpoint`, or what reading a broken checkpoint throws.
 */
export async function loadRunPolicy(folder: string, checkpoint: CheckpointName = "last"): Promise<Policy> {
  const { readCheckpoint, readSettings } = await import("./run-folder.node.js");
  readSettings(folder);
  const { policy } = readCheckpoint(folder, checkpoint) as { readonly policy: Uint8Array };
  return Policy.fromTrustedOnnx(policy, { name: folder });
}
