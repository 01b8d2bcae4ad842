import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { UsageError } from "../errors.js";
import { type CheckpointName, loadRunPolicy } from "../training/index.js";
import { type CliStreams, writeJson, writeLine } from "./streams.js";

export interface ExportFlags {
  readonly checkpoint?: CheckpointName;
  readonly overwrite?: boolean;
  readonly json?: boolean;
}

/** `proximal export`: a run's policy as an ONNX file. */
export async function exportCommand(
  run: string,
  file: string,
  { checkpoint, overwrite = false, json = false }: ExportFlags,
  { stdout }: CliStreams,
): Promise<number> {
  if (existsSync(file) && !overwrite) {
    throw new UsageError({
      code: "file-exists",
      message: `The file ${file} exists.`,
      fix: "Choose another name, or allow it to be overwritten (--overwrite).",
    });
  }
  const policy = await loadRunPolicy(run, checkpoint);
  await policy.save(file);
  const { environment, steps } = policy.metadata;
  if (json) writeJson(stdout, { file: resolve(file), environment, steps });
  else writeLine(stdout, `${file}: policy for ${environment} after ${steps} steps`);
  return 0;
}
