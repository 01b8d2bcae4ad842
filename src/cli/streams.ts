/** Where the command line writes: results to `stdout`, progress and failures to `stderr`. */
export interface CliStreams {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

export function writeLine(stream: NodeJS.WritableStream, text: string): void {
  stream.write(`${text}\n`);
}

/** One JSON object on one line, for scripts. */
export function writeJson(stream: NodeJS.WritableStream, value: object): void {
  writeLine(stream, JSON.stringify(value));
}
