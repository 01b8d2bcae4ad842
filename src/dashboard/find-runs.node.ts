import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Folders within folders that are looked into. */
const DEEPEST = 6;

/**
 * Run folders below `root` by their path from there on. Links are not followed, so that nothing outside is shown; nothing
 * is looked for within a run.
 */
export function findRuns(root: string): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (folder: string, id: string, depth: number) => {
    let entries: import("node:fs").Dirent[];
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch {
      // Gone, or not for us to read.
      return;
    }
    if (entries.some((entry) => entry.name === "run.json" && entry.isFile())) {
      found.set(id === "" ? "." : id, folder);
      return;
    }
    if (depth === DEEPEST) return;
    for (const entry of entries) {
      if (!entry.isDirectory() || entry.name.startsWith(".") || entry.name === "node_modules") continue;
      visit(join(folder, entry.name), id === "" ? entry.name : `${id}/${entry.name}`, depth + 1);
    }
  };
  visit(root, "", 0);
  return found;
}
