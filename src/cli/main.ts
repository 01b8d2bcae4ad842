import { runCli } from "./run-cli.js";

// A reader that had enough (`proximal list | head -1`) is no failure; what is being trained goes on.
let lost = false;
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE" || lost) return;
    lost = true;
    if (stream === process.stdout) process.stderr.write(`Standard output cannot be written: ${error.message}.\n`);
  });
}

const exitCode = await runCli(process.argv.slice(2), process);
// What has been written is flushed first; a user's module may hold handles that would keep the process alive.
process.stderr.write("", () => process.stdout.write("", () => process.exit(lost && exitCode === 0 ? 1 : exitCode)));
