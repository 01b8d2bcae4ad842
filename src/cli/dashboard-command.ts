import { openDashboard } from "../dashboard/node.js";
import { type CliStreams, writeLine } from "./streams.js";

export interface DashboardFlags {
  readonly host?: string;
  readonly port?: number;
  readonly token?: string;
}

/** `proximal dashboard`: serves until Ctrl-C. */
export async function dashboardCommand(folder: string, flags: DashboardFlags, streams: CliStreams): Promise<number> {
  const dashboard = await openDashboard({ folder, ...flags });
  writeLine(streams.stdout, `Dashboard of ${folder}: ${dashboard.url}`);
  writeLine(streams.stderr, "Press Ctrl-C to end it; trainings go on.");
  await new Promise<void>((resolve) => {
    for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => resolve());
  });
  await dashboard.close();
  return 0;
}
