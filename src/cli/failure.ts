import { createRequire } from "node:module";
import { dirname } from "node:path";
import { CommanderError } from "commander";
import { isProximalError, RunError } from "../errors.js";

/** A command that ended without its result. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  readonly exitCode: number;
  /** Shown to people only: where in the user's code it happened, or the stack of an error that nobody expected. */
  readonly details?: string | undefined;
}

/** The run was stopped from outside and is saved. */
export class Interrupted extends RunError {
  constructor(
    readonly exitCode: number,
    message: string,
    fix: string,
  ) {
    super({ code: "interrupted", message, fix });
  }
}

/** 2 for a user's mistake, 1 for a run that failed; errors that Proximal did not raise are bugs and keep their stack. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof CommanderError) return describeCommandLine(error);
  if (isProximalError(error)) {
    const { code, message, fix, cause } = error;
    const exitCode = error instanceof Interrupted ? error.exitCode : error.name === "UsageError" ? 2 : 1;
    return { code, message, fix, exitCode, details: placeOf(cause) };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: "unexpected-error",
    message: `Something went wrong that should not have: ${message}`,
    fix: "This is a bug in Proximal: please report it with the command and the lines above.",
    exitCode: 1,
    details: error instanceof Error ? error.stack : undefined,
  };
}

function describeCommandLine({ code, message }: CommanderError): Failure {
  if (code === "commander.help") {
    const fix = "Name one of those above, for example `npx proximal train CartPole-v1`.";
    return { code: "missing-command", message: "There is no command.", fix, exitCode: 2 };
  }
  const [problem = "", suggestion] = message.replace(/^error: /, "").split("\n");
  return {
    code: code.replace("commander.", "").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    message: `${problem.charAt(0).toUpperCase()}${problem.slice(1)}.`,
    fix: suggestion?.replace(/^\((.*)\)$/, "$1") ?? "See `npx proximal --help`.",
    exitCode: 2,
  };
}

const root = dirname(createRequire(import.meta.url).resolve("proximal/package.json"));
const libraries = ["/node_modules/", `${root.replaceAll("\\", "/")}/dist/`];

/** The line of the user's own code that threw, or called the library that did. */
function placeOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error) || isProximalError(cause)) return undefined;
  for (const line of cause.stack?.split("\n") ?? []) {
    const place = line.match(/^\s+at (?:.*\(|async )?(?:file:\/\/)?(\/.*:\d+:\d+)\)?$/)?.[1];
    if (place !== undefined && !libraries.some((library) => place.includes(library))) return `Thrown at ${place}`;
  }
  return undefined;
}
