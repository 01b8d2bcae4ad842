import { algorithmNames } from "../algorithms/names/index.js";
import { listEnvironments } from "../environments/index.js";
import { describeSpace, spaceToJSON } from "../spaces/index.js";
import { type CliStreams, writeJson, writeLine } from "./streams.js";

export interface ListFlags {
  readonly json?: boolean;
}

/** `proximal list`: what there is to train on and with. */
export function listCommand({ json = false }: ListFlags, { stdout }: CliStreams): number {
  const environments = listEnvironments();
  if (json) {
    writeJson(stdout, {
      environments: environments.map(({ id, observationSpace, actionSpace, rewardThreshold = null }) => ({
        id,
        observationSpace: spaceToJSON(observationSpace),
        actionSpace: spaceToJSON(actionSpace),
        solvedAt: rewardThreshold,
      })),
      algorithms: algorithmNames,
    });
    return 0;
  }
  const rows = environments.map(({ id, observationSpace, actionSpace, rewardThreshold }) => [
    id,
    rounded(describeSpace(observationSpace)),
    rounded(describeSpace(actionSpace)),
    rewardThreshold === undefined ? "—" : String(rewardThreshold),
  ]);
  for (const line of table([["environment", "observations", "actions", "solved at"], ...rows])) writeLine(stdout, line);
  writeLine(stdout, "");
  writeLine(stdout, `algorithms: ${algorithmNames.join(", ")}`);
  return 0;
}

/** Bounds are float32, and -4.800000190734863 was meant to be -4.8. */
const rounded = (text: string) => text.replace(/\d+\.\d+/g, (number) => String(Number(Number(number).toPrecision(5))));

/** Columns as wide as their widest cell. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
