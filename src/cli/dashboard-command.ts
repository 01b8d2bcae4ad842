import { openDashboard } from "../dashboard/node.js";
import { type CliStreams, writeLine } from "./streams.js";
import { untilInterrupted } from "./until-interrupted.js";

export interface DashboardFlags {
  readonly host?: string;
  readonly port?: number;
  readonly token?: string;
  readonly tied?: boolean;
}

/** `proximal dashboard`: serves until Ctrl-C, or if it is tied until standard input ends. */
export async function dashboardCommand(folder: string, flags: DashboardFlags, streams: CliStreams): Promise<number> {
  const { tied = false, ...options } = flags;
  const dashboard = await openDashboard({ folder, ...options });
  writeLine(streams.stdout, tied ? dashboard.url : `Dashboard of ${folder}: ${dashboard.url}`);
  if (!tied) writeLine(streams.stderr, "Press Ctrl-C to end it; trainings go on.");
  await (tied ? inputEnds() : untilInterrupted());
  await dashboard.close();
  return 0;
}

/** Ctrl-C in a terminal reaches this process, too; the training decides when it ends. */
function inputEnds(): Promise<void> {
  process.on("SIGINT", () => {});
  return new Promise((resolve) => {
    process.stdin.resume().once("end", resolve).once("error", resolve).once("close", resolve);
  });
}
