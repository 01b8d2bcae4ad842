import { fileURLToPath } from "node:url";
import { build } from "vite";

/** Where the page lies that is built for tests; the package's is in the root's dist/. */
export const page = fileURLToPath(new URL("../dist", import.meta.url));

/** As Vitest's global setup: the tests drive what users are given. */
export default async function buildDashboard(): Promise<void> {
  const configFile = fileURLToPath(new URL("../vite.config.ts", import.meta.url));
  await build({ configFile, logLevel: "error", build: { outDir: page, emptyOutDir: true } });
}
