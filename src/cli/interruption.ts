import { writeLine } from "./streams.js";

/** Ctrl-C while something worth saving is going on. */
export interface Interruption {
  /** Aborted by the first Ctrl-C (or SIGTERM). */
  readonly signal: AbortSignal;
  /** What the process is to end with after it was interrupted. */
  readonly exitCode: number;
  /** From now on nothing is left to save, so the next one ends the process at once. */
  endAtOnce(): void;
}

const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;
const names = Object.keys(exitCodes) as (keyof typeof exitCodes)[];

/** Meanwhile, the first Ctrl-C is a request to stop after the current iteration; a second one ends the process. */
export async function interruptible<Result>(
  stderr: NodeJS.WritableStream,
  body: (interruption: Interruption) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  let exitCode = 130;
  let atOnce = false;
  const listener = (name: keyof typeof exitCodes) => {
    exitCode = exitCodes[name];
    if (atOnce || controller.signal.aborted) process.exit(exitCode);
    controller.abort();
    writeLine(stderr, "\nStopping after this iteration, then saving. Press Ctrl-C again to end at once.");
  };
  for (const name of names) process.on(name, listener);
  try {
    return await body({
      signal: controller.signal,
      get exitCode() {
        return exitCode;
      },
      endAtOnce: () => {
        atOnce = true;
      },
    });
  } finally {
    for (const name of names) process.off(name, listener);
  }
}
