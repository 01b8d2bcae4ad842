import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findActor, openDashboard, requireActor } from "../dashboard/node.js";
import { type CliStreams, writeLine } from "./streams.js";
import { untilInterrupted } from "./until-interrupted.js";

export interface PlayFlags {
  readonly environment?: string;
  readonly host?: string;
  readonly port?: number;
  readonly token?: string;
}

/** `proximal play`: shows a policy acting in a page, until Ctrl-C. */
export async function playCommand(path: string, flags: PlayFlags, streams: CliStreams): Promise<number> {
  const { environment, ...options } = flags;
  const subject = await findActor(path, environment);
  await requireActor(subject);
  // Its runs are not what is to be seen here.
  const folder = mkdtempSync(join(tmpdir(), "proximal-play-"));
  try {
    const dashboard = await openDashboard({ folder, subject, ...options });
    const url = new URL(dashboard.url);
    url.pathname = "/play";
    writeLine(streams.stdout, `${subject.definition.id}: ${url}`);
    writeLine(streams.stderr, "Press Ctrl-C to end it.");
    await untilInterrupted();
    await dashboard.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return 0;
}
