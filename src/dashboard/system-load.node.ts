import { readFileSync } from "node:fs";
import { cpus, freemem, totalmem } from "node:os";

/** How busy the machine is, and trainings on it. */
export interface SystemLoad {
  /** Share of all cores that was busy since the last look, 0 to 1. */
  readonly processor: number;
  readonly cores: number;
  /** Bytes. */
  readonly memoryUsed: number;
  readonly memory: number;
  /** By process: cores in use, and bytes in memory. Linux only. */
  readonly processes: Readonly<Record<number, { readonly cores: number; readonly memory: number }>>;
}

/** Clock ticks per second in /proc, on every Linux that Node runs on. */
const TICKS = 100;
const PAGE = 4096;

/** Measures between its calls. */
export function systemLoad(): (pids: readonly number[]) => SystemLoad {
  let before = busyAndAll();
  let ticks = new Map<number, number>();
  let then = performance.now();
  return (pids) => {
    const now = busyAndAll();
    const time = performance.now();
    const all = now.all - before.all;
    const processor = all > 0 ? (now.busy - before.busy) / all : 0;
    const seconds = (time - then) / 1000;
    const seen = new Map<number, number>();
    const processes: Record<number, { cores: number; memory: number }> = {};
    for (const pid of pids) {
      const stat = processStat(pid);
      if (stat === undefined) continue;
      seen.set(pid, stat.ticks);
      const used = stat.ticks - (ticks.get(pid) ?? stat.ticks);
      processes[pid] = { cores: seconds > 0 ? used / TICKS / seconds : 0, memory: stat.memory };
    }
    [before, ticks, then] = [now, seen, time];
    const memory = totalmem();
    return { processor, cores: cpus().length, memoryUsed: memory - freemem(), memory, processes };
  };
}

function busyAndAll(): { busy: number; all: number } {
  let [busy, all] = [0, 0];
  for (const { times } of cpus()) {
    const sum = times.user + times.nice + times.sys + times.idle + times.irq;
    all += sum;
    busy += sum - times.idle;
  }
  return { busy, all };
}

/** Fields of proc_pid_stat(5), counted from the end of the name, which may hold anything. */
function processStat(pid: number): { ticks: number; memory: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { ticks: Number(fields[11]) + Number(fields[12]), memory: Number(fields[21]) * PAGE };
  } catch {
    return undefined;
  }
}
