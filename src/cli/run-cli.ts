import { CommanderError } from "commander";
import { describeFailure, type Failure } from "./failure.js";
import { createProgram } from "./program.js";
import { type CliStreams, writeJson, writeLine } from "./streams.js";

/** Runs one command line (without `node` and the script) and returns the exit code. Never throws. */
export async function runCli(argv: readonly string[], streams: CliStreams): Promise<number> {
  let exitCode = 0;
  const program = createProgram(streams, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    // Help that was asked for has been printed.
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const failure = describeFailure(error);
    tell(failure, streams);
    if (argv.includes("--json")) {
      const { code, message, fix } = failure;
      writeJson(streams.stdout, { error: { code, message, fix } });
    }
    return failure.exitCode;
  }
}

function tell({ message, details, fix }: Failure, { stderr }: CliStreams): void {
  for (const line of [message, details, fix]) if (line !== undefined) writeLine(stderr, line);
}
