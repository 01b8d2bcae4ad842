import { writeLine } from "./streams.js";

/** Ctrl-C while something worth saving is going on. */
export interface Interruption {
  /** Aborted by the first Ctrl-C (or SIGTERM). */
  readonly signal: AbortSignal;
  /** What the process is to end with after it was interrupted. */
  readonly exitCode: number;
  /** What comes of `work` that leaves nothing to save: the first Ctrl-C during it throws what `failure` tells, at once. */
  abandonable<Result>(work: Promise<Result>, failure: () => Error): Promise<Result>;
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
  let abandon: (() => void) | undefined;
  const listener = (name: keyof typeof exitCodes) => {
    exitCode = exitCodes[name];
    if (controller.signal.aborted) process.exit(exitCode);
    controller.abort();
    if (abandon) abandon();
    else writeLine(stderr, "\nStopping after this iteration, then saving. Press Ctrl-C again to end at once.");
  };
  for (const name of names) process.on(name, listener);
  try {
    return await body({
      signal: controller.signal,
      get exitCode() {
        return exitCode;
      },
      abandonable: (work, failure) =>
        Promise.race([
          work,
          new Promise<never>((_, reject) => {
            abandon = () => reject(failure());
          }),
        ]),
    });
  } finally {
    for (const name of names) process.off(name, listener);
  }
}
