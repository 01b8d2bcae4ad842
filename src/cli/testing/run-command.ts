import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import { runCli } from "../run-cli.js";
import { installedPackage } from "./installed-package.js";

export interface CommandResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The last line of standard output. */
  json(): Record<string, unknown> & {
    readonly error: { readonly code: string; readonly message: string; fix: string };
  };
}

/** Runs a command line in this process. */
export async function run(...argv: readonly string[]): Promise<CommandResult> {
  const [stdout, stderr] = [collector(), collector()];
  const exitCode = await runCli(argv, { stdout: stdout.stream, stderr: stderr.stream });
  return result(exitCode, stdout.text(), stderr.text());
}

/** Runs a command line as a user does, in a process of its own, which `meet` may watch and signal. */
export async function spawnCommand(
  argv: readonly string[],
  meet: (child: ChildProcessWithoutNullStreams) => void = () => {},
  nodeOptions: readonly string[] = [],
): Promise<CommandResult> {
  const cli = join(await installedPackage(), "dist/cli.js");
  const child = spawn(process.execPath, [...nodeOptions, cli, ...argv]);
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (data) => {
    stdout += data;
  });
  child.stderr.on("data", (data) => {
    stderr += data;
  });
  meet(child);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode) => resolve(result(exitCode, stdout, stderr)));
  });
}

/** Settings under which 256 steps take a moment, whatever the environment's preset says. */
export const quick = ["--set", "nEnvs=8", "nSteps=32", "batchSize=256", "nEpochs=1"];

/** A new folder that is gone after the tests. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "proximal-cli-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const fixture = (name: string) => fileURLToPath(new URL(name, import.meta.url));

function result(exitCode: number | null, stdout: string, stderr: string): CommandResult {
  return { exitCode, stdout, stderr, json: () => JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") };
}

function collector() {
  let text = "";
  const write = (chunk: string) => {
    text += chunk;
    return true;
  };
  return { stream: { write } as NodeJS.WritableStream, text: () => text };
}
