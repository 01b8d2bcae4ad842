import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { lockHolder, takeLock } from "./lock-file.node.js";

const folder = mkdtempSync(join(tmpdir(), "proximal-lock-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Expects that the lock can be taken, and releases it. */
function takeAndRelease(path: string): void {
  const lock = takeLock(path);
  if (typeof lock !== "function") throw new Error(`held by ${lock.pid}`);
  expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ host: hostname(), pid: process.pid });
  lock();
  expect(existsSync(path)).toBe(false);
}

describe("a lock", () => {
  it("is held once, until it is released", () => {
    const path = join(folder, "once");
    const lock = takeLock(path) as () => void;
    expect(takeLock(path)).toMatchObject({ host: hostname(), pid: process.pid });
    lock();
    takeAndRelease(path);
  });

  it("tells who holds it, without being taken", () => {
    const path = join(folder, "asked");
    expect(lockHolder(path)).toBeUndefined();
    const lock = takeLock(path) as () => void;
    expect(lockHolder(path)).toMatchObject({ pid: process.pid });
    lock();
    writeFileSync(
      path,
      JSON.stringify({ host: hostname(), pid: spawnSync(process.execPath, ["-e", ""]).pid, thread: 0 }),
    );
    expect(lockHolder(path)).toBeUndefined();
    expect(existsSync(path)).toBe(true);
  });

  it("is the same by another name of its folder", () => {
    const path = join(folder, "linked");
    symlinkSync(folder, join(folder, "link"));
    const lock = takeLock(path) as () => void;
    expect(takeLock(join(folder, "link", "linked"))).toMatchObject({ pid: process.pid });
    lock();
  });

  it.each([
    ["of a process that died", { host: hostname(), pid: spawnSync(process.execPath, ["-e", ""]).pid, thread: 0 }],
    ["of an earlier process with this one's number", { host: hostname(), pid: process.pid, thread: 0 }],
  ])("%s is taken over", (name, owner) => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(owner));
    takeAndRelease(path);
  });

  it("that was cut off while it was written is taken over", () => {
    const path = join(folder, "cut off");
    writeFileSync(path, '{"host":');
    takeAndRelease(path);
  });

  it.each([
    ["a process that runs", { host: hostname(), pid: process.ppid, thread: 0 }],
    ["a process of another machine", { host: `not-${hostname()}`, pid: 1, thread: 0 }],
  ])("of %s is respected", (name, owner) => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(owner));
    expect(takeLock(path)).toEqual(owner);
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual(owner);
  });

  it("in a folder that does not exist is an error that names the path", () => {
    expect(() => takeLock(join(folder, "no", "lock"))).toThrow(join(folder, "no", "lock"));
  });
});
