import { existsSync } from "node:fs";
import { dirname, extname } from "node:path";
import { findActor, record, recordingFormats } from "../dashboard/node.js";
import { UsageError } from "../errors.js";
import { writeFileAtomic } from "../files/node.js";
import { type CliStreams, writeJson, writeLine } from "./streams.js";

export interface RecordFlags {
  readonly environment?: string;
  readonly episodes?: number;
  readonly steps?: number;
  readonly seed?: number;
  readonly stochastic?: boolean;
  readonly width?: number;
  readonly height?: number;
  readonly overwrite?: boolean;
  readonly json?: boolean;
}

/** `proximal record`: a policy's episodes as a video, an animation or a sheet of pictures. */
export async function recordCommand(
  path: string,
  file: string,
  flags: RecordFlags,
  streams: CliStreams,
): Promise<number> {
  const { environment, overwrite = false, json = false, ...options } = flags;
  const extension = extname(file).slice(1).toLowerCase();
  const format = recordingFormats.find((name) => name === extension);
  if (format === undefined) {
    throw new UsageError({
      code: "unknown-format",
      message: `${file} has no ending that tells what to record.`,
      fix: `End it with ${recordingFormats.map((name) => `.${name}`).join(", ")}.`,
    });
  }
  if (existsSync(file) && !overwrite) {
    throw new UsageError({
      code: "file-exists",
      message: `The file ${file} exists.`,
      fix: "Choose another one, or allow it to be replaced (--overwrite).",
    });
  }
  // What cannot be written is better known before minutes of recording.
  if (!existsSync(dirname(file))) {
    throw new UsageError({
      code: "folder-not-found",
      message: `${file} cannot be written: there is no folder ${dirname(file)}.`,
      fix: "Create it first, or choose another path.",
    });
  }
  const source = await findActor(path, environment);
  const { bytes, frames, returns } = await record({ source, format, ...options });
  writeFileAtomic(file, bytes);
  if (json) writeJson(streams.stdout, { file, frames, returns, bytes: bytes.length });
  else {
    const told = returns.length === 0 ? "no episode ended" : `return ${returns.map((r) => r.toFixed(1)).join(", ")}`;
    writeLine(streams.stdout, `${file}: ${frames} frames, ${(bytes.length / 1e6).toFixed(1)} MB, ${told}`);
  }
  return 0;
}
