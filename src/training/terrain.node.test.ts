import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { afterAll, expect, it } from "vitest";
import { ppo } from "../algorithms/index.js";
import type { smallTerrain as SmallTerrain } from "../environments/quadruped/rough/testing/small-terrain.js";
import { resume, train } from "./index.js";
import { contentsOf } from "./testing/contents.js";
import { reportsOf, temporaryRuns } from "./testing/runs.js";

const folder = temporaryRuns();

// threads read no TypeScript; packages are found from beside them
const cache = join(dirname(fileURLToPath(import.meta.resolve("esbuild/package.json"))), "../.cache");
mkdirSync(cache, { recursive: true });
const compiled = mkdtempSync(join(cache, `proximal-${process.pid}-`));
afterAll(() => rmSync(compiled, { recursive: true, force: true }));
const path = join(compiled, "small-terrain.mjs");
buildSync({
  entryPoints: [fileURLToPath(new URL("../environments/quadruped/rough/testing/small-terrain.ts", import.meta.url))],
  outfile: path,
  bundle: true,
  platform: "node",
  format: "esm",
  packages: "external",
});
const module = `${path}#smallTerrain`;
const { smallTerrain } = (await import(/* @vite-ignore */ path)) as { readonly smallTerrain: typeof SmallTerrain };

it("a run over terrain that is left in the middle of its curriculum and resumed, in threads too, equals one that never stopped", async () => {
  const algorithm = ppo({ nEnvs: 4, nSteps: 16, batchSize: 64, normalizeObservation: true, network: { hidden: [8] } });
  const settings = { environment: smallTerrain, module, algorithm, totalSteps: 5 * 64, evaluation: false as const };
  const [whole, broken] = [folder("whole"), folder("broken")];
  const reports = await reportsOf(train({ ...settings, out: whole, actors: { threads: 0 } }));
  await reportsOf(train({ ...settings, out: broken, actors: { threads: 2 } }), 2);
  await reportsOf(await resume(broken, { environment: smallTerrain, actors: { threads: 0 } }), 1);
  await reportsOf(await resume(broken, { environment: smallTerrain, actors: { threads: 3 } }));
  expect(contentsOf(broken)).toEqual(contentsOf(whole));
  // levels moved before and after, so that something was at stake
  const levels = reports.map(({ metrics }) => metrics["episode/terrain_level"]);
  expect(new Set(levels).size).toBeGreaterThan(3);
});
