import { spawn } from "node:child_process";
import { loadavg } from "node:os";
import { RunError } from "../../src/errors.js";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** A finished child process: what it printed last, and what surrounded it. */
export interface Run {
  readonly command: readonly string[];
  /** The last line of standard output, parsed. */
  readonly output: JsonObject;
  /** Spawn until exit, interpreter start-up included. */
  readonly processSeconds: number;
  /** The machine's one-minute load average when the child started: above 1, someone else was computing. */
  readonly loadAverage: number;
}

export interface ChildOptions {
  /** Added to this process's environment, after the one-thread variables. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly timeoutSeconds?: number;
}

/** This process's environment with every numeric library held to one thread and no BLAS kernel forced. */
export function oneThreadEnvironment(): NodeJS.ProcessEnv {
  const { OPENBLAS_CORETYPE, OPENBLAS_L2_SIZE, ...environment } = process.env;
  return { ...environment, OMP_NUM_THREADS: "1", MKL_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
}

/**
 * Runs `command` on one thread and parses the last line that it prints.
 * @throws RunError when it cannot be started, fails, exceeds `timeoutSeconds`, or does not end in a JSON object.
 */
export async function runChild(command: readonly string[], options: ChildOptions = {}): Promise<Run> {
  const loadAverage = loadavg()[0] ?? 0;
  const started = performance.now();
  const { stdout, stderr, exit } = await collectOutput(command, options);
  const processSeconds = (performance.now() - started) / 1000;
  if (exit !== 0) {
    throw new RunError({
      code: "bench-child-failed",
      message: `\`${command.join(" ")}\` ended with ${exit} after ${processSeconds.toFixed(1)} s: ${tail(stderr)}`,
      fix: "Run that command by itself, mend it, and start the comparison again; finished pairs are kept.",
    });
  }
  return { command, output: parseLastLine(stdout, command), processSeconds, loadAverage };
}

interface Output {
  readonly stdout: string;
  readonly stderr: string;
  /** Exit code, or the signal's name. */
  readonly exit: number | string;
}

function collectOutput(command: readonly string[], options: ChildOptions): Promise<Output> {
  const [program = "", ...rest] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program, rest, {
      env: { ...oneThreadEnvironment(), ...options.environment },
      stdio: ["ignore", "pipe", "pipe"],
      ...(options.timeoutSeconds === undefined ? {} : { timeout: options.timeoutSeconds * 1000 }),
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", (cause) =>
      reject(
        new RunError({
          code: "bench-child-failed",
          message: `\`${program}\` cannot be started: ${cause.message}.`,
          fix: "Check that the program exists and may be executed.",
          cause,
        }),
      ),
    );
    child.on("close", (code, signal) => resolve({ stdout, stderr, exit: code ?? signal ?? "an unknown signal" }));
  });
}

function parseLastLine(stdout: string, command: readonly string[]): JsonObject {
  const line = stdout.trimEnd().split("\n").at(-1) ?? "";
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as JsonObject;
  } catch {
    // Told below, together with JSON that is no object.
  }
  throw new RunError({
    code: "bench-output-not-json",
    message: `\`${command.join(" ")}\` ended its output with "${tail(line)}", which is not a JSON object.`,
    fix: "Let it print one JSON object as the last line of standard output.",
  });
}

function tail(text: string): string {
  return text.trim().slice(-600);
}
