import { checkEnvironment, loadEnvironment, type ReplayReport, replayGolden } from "../environments/index.js";
import { findNamedEnvironment } from "./find-environment.js";
import { type CliStreams, writeJson, writeLine } from "./streams.js";

export interface CheckFlags {
  readonly golden?: string;
  readonly json?: boolean;
}

/** `proximal check`: broken promises of an environment, and how far it is from recorded trajectories. */
export async function checkCommand(
  environment: string,
  { golden: file, json = false }: CheckFlags,
  { stdout }: CliStreams,
): Promise<number> {
  const definition = await loadEnvironment((await findNamedEnvironment(environment)).definition);
  const trajectories =
    file === undefined ? undefined : (await import("./read-trajectories.js")).readTrajectories(file, definition.id);
  const { problems } = checkEnvironment(definition, trajectories === undefined ? {} : { golden: trajectories });
  const golden = trajectories === undefined ? null : replay(() => replayGolden(definition, trajectories));
  if (json) writeJson(stdout, { environment: definition.id, problems, golden });
  else {
    writeLine(
      stdout,
      `${definition.id}: ${problems.length === 0 ? "no problems" : `${problems.length} ${problems.length === 1 ? "problem" : "problems"}`}`,
    );
    for (const problem of problems) writeLine(stdout, `- ${problem}`);
    if (golden) writeLine(stdout, describeReplay(golden));
  }
  return problems.length === 0 ? 0 : 1;
}

/** What keeps trajectories from being replayed is among the problems already. */
function replay(run: () => ReplayReport): ReplayReport | null {
  try {
    return run();
  } catch {
    return null;
  }
}

function describeReplay({ trajectories, ...errors }: ReplayReport): string {
  const { maxObservationError, maxRewardError, terminationMismatches } = errors;
  return `${trajectories} recorded trajectories: observations within ${maxObservationError}, rewards within ${maxRewardError}, ${terminationMismatches} ends differ`;
}
