import { fileURLToPath } from "node:url";
import { build } from "vite";

/** Where the built site lies. */
export const site = fileURLToPath(new URL("../dist", import.meta.url));

/** As Vitest's global setup: the tests drive what users are given. */
export default async function buildPlayground(): Promise<void> {
  await build({ configFile: fileURLToPath(new URL("../vite.config.ts", import.meta.url)), logLevel: "error" });
}
