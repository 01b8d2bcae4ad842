import { spawn } from "node:child_process";
import { basename, dirname, resolve } from "node:path";
import { RunError } from "../errors.js";
import { makeFolder } from "../files/node.js";
import { type CliStreams, writeLine } from "./streams.js";

/**
 * Opens a dashboard of the run that is about to begin, in a process of its own: the event loop of one that trains stands
 * still while it computes. It ends with `close`, and with this process, however that ends.
 */
export async function openWatch(out: string, { stderr }: CliStreams): Promise<{ close(): void }> {
  const folder = dirname(resolve(out));
  makeFolder(folder);
  const script = process.argv[1] as string;
  const child = spawn(process.execPath, [...process.execArgv, script, "dashboard", folder, "--tied"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const url = await new Promise<string>((resolve, reject) => {
    const failed = () =>
      reject(
        new RunError({
          code: "watch-failed",
          message: "The dashboard of this training did not start.",
          fix: "See the lines above; or train without --watch, and open `proximal dashboard` beside it.",
        }),
      );
    child.once("error", failed);
    child.once("exit", failed);
    child.stdout.once("data", (data) => resolve(String(data).trim()));
  });
  child.removeAllListeners("exit");
  // Whether it is still there when it is told to end.
  child.stdin.on("error", () => {});
  writeLine(stderr, `Watch it: ${url}#${new URLSearchParams({ select: basename(out) })}`);
  return { close: () => child.stdin.end() };
}
