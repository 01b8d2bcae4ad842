import { existsSync, readFileSync } from "node:fs";

/** What a child has to say: one line of JSON, the last on standard output. */
export function report(result: object): void {
  console.log(JSON.stringify(result));
}

/** Peak resident memory so far, in 10^6 bytes. */
export function peakRssMegabytes(): number {
  // getrusage would count the parent's memory: on Linux a child inherits that peak.
  const status = existsSync("/proc/self/status") ? readFileSync("/proc/self/status", "utf8") : "";
  const kilobytes = status.match(/^VmHWM:\s+(\d+) kB/m)?.[1] ?? process.resourceUsage().maxRSS;
  return (Number(kilobytes) * 1024) / 1e6;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** The first parameter, as JSON. */
export const settingsFromCommandLine = <Settings>(): Settings => JSON.parse(process.argv[2] ?? "{}") as Settings;
