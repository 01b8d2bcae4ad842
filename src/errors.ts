/** What every failure tells: a stable code for scripts, what happened, and what to do about it. */
export interface FailureDescription {
  /** Stable, kebab-case, e.g. `unknown-environment`. */
  readonly code: string;
  /** One sentence that names the thing and the value. */
  readonly message: string;
  /** One sentence that says what to do. */
  readonly fix: string;
  readonly cause?: unknown;
}

/** Base of all errors that Proximal raises on purpose; the command line prints `message` and `fix`, never a stack trace. */
export class ProximalError extends Error {
  override readonly name: string = "ProximalError";
  readonly code: string;
  readonly fix: string;

  constructor({ code, message, fix, cause }: FailureDescription) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.fix = fix;
  }
}

/** The caller asked for something impossible (unknown option, wrong shape, missing file): exit code 2. */
export class UsageError extends ProximalError {
  override readonly name = "UsageError";
}

/** Something went wrong while running (NaN, a crashing environment, a failed check): exit code 1. */
export class RunError extends ProximalError {
  override readonly name = "RunError";
}

/** By shape, because a user's module may bring a copy of the library of its own. */
export function isProximalError(error: unknown): error is ProximalError {
  if (error instanceof ProximalError) return true;
  if (!(error instanceof Error)) return false;
  const { code, fix } = error as Partial<ProximalError>;
  return typeof code === "string" && typeof fix === "string" && ["UsageError", "RunError"].includes(error.name);
}
