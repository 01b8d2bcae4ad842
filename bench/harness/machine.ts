import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { repository } from "./folders.js";
import { buildDigest } from "./ours.js";

/** What a figure depends on besides the bench. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly system: string;
  readonly node: string;
  /** Versions of the packages that matter, by name. */
  readonly packages: Readonly<Record<string, string>>;
  /** Digest of dist/. */
  readonly build: string;
}

export function thisMachine(): Machine {
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() ?? "unknown",
    cores: processors.length,
    memoryGigabytes: Math.round(totalmem() / 1e9),
    system: `${process.platform} ${process.arch}`,
    node: process.version,
    packages: { proximal: versionOf("."), "onnxruntime-node": versionOf("node_modules/onnxruntime-node") },
    build: buildDigest(),
  };
}

/** A bench's heading: its title and where the figures come from. */
export function heading(title: string, machine: Machine): string {
  const { processor, cores, memoryGigabytes, system, node, packages, build } = machine;
  const versions = Object.entries(packages).map(([name, version]) => `${name} ${version}`);
  return [
    `## ${title}`,
    `${cores} × ${processor}, ${memoryGigabytes} GB, ${system}; Node ${node}; ${versions.join(", ")}; ` +
      `commit ${commit()}, build ${build}; ${new Date().toISOString().slice(0, 10)}`,
    "",
  ].join("\n");
}

function versionOf(folder: string): string {
  return (JSON.parse(readFileSync(join(repository, folder, "package.json"), "utf8")) as { version: string }).version;
}

/** The revision, with "+" for changes since; a source tree without git has none. */
function commit(): string {
  const git = (...parameters: string[]) =>
    execFileSync("git", parameters, { cwd: repository, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  try {
    return git("rev-parse", "--short", "HEAD") + (git("status", "--porcelain", "--", "src") === "" ? "" : "+");
  } catch {
    return "unknown";
  }
}
