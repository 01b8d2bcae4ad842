import { readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { threadId } from "node:worker_threads";
import { fileError } from "./file-error.js";
import { isRunning } from "./is-running.js";

/** Who holds a lock. */
export interface LockOwner {
  readonly host: string;
  readonly pid: number;
  readonly thread: number;
}

const self: LockOwner = { host: hostname(), pid: process.pid, thread: threadId };
const held = new Set<string>();

/**
 * Takes the lock that the file `name` stands for. A lock whose owner died on this machine, however it
 * died, is taken over. Returns how to release it; or, where it is taken, its owner.
 * @throws what `fileError` makes of a path that cannot be written
 */
export function takeLock(name: string): (() => void) | LockOwner {
  let path = name;
  try {
    // One lock has one name here, by whatever links it is reached.
    path = join(realpathSync(dirname(name)), basename(name));
    for (;;) {
      if (create(path)) break;
      const text = read(path);
      if (text === undefined) continue;
      const owner = parse(text);
      if (owner && isAlive(owner, path)) return owner;
      removeStale(path, text);
    }
  } catch (cause) {
    throw fileError("write", path, cause);
  }
  held.add(path);
  return () => {
    if (!held.delete(path)) return;
    try {
      rmSync(path, { force: true });
    } catch {
      // What is left belongs to nobody and is taken over.
    }
  };
}

/** Who holds the lock that the file `name` stands for, without taking it; undefined where nobody that lives does. */
export function lockHolder(name: string): LockOwner | undefined {
  const text = read(name);
  const owner = text === undefined ? undefined : parse(text);
  return owner && isAlive(owner, name) ? owner : undefined;
}

function create(path: string): boolean {
  try {
    writeFileSync(path, `${JSON.stringify(self)}\n`, { flag: "wx" });
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw cause;
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw cause;
  }
}

/** Nothing for what a process left that was killed while it wrote. */
function parse(text: string): LockOwner | undefined {
  try {
    const { host, pid, thread } = JSON.parse(text) as Partial<LockOwner>;
    if (typeof host === "string" && typeof pid === "number" && typeof thread === "number") return { host, pid, thread };
  } catch {
    // Cut off.
  }
  return undefined;
}

function isAlive({ host, pid, thread }: LockOwner, path: string): boolean {
  // Of other machines nothing is known.
  if (host !== self.host) return true;
  // After a restart of its container a process often has the same number again.
  if (pid === self.pid && thread === self.thread) return held.has(path);
  return isRunning(pid);
}

/** Moved aside first: of several that find it stale, one removes it, and nobody removes what another has made since. */
function removeStale(path: string, text: string): void {
  const aside = `${path}.${self.pid}-${self.thread}`;
  try {
    renameSync(path, aside);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return;
    throw cause;
  }
  if (read(aside) === text) rmSync(aside, { force: true });
  else renameSync(aside, path);
}
