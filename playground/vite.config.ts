import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { drawnFormulas } from "./formulas-plugin.js";
import { sharedWorkers } from "./workers-plugin.js";

const source = (path: string) => fileURLToPath(new URL(`../src/${path}`, import.meta.url));

/** In this repository the sources stand in for the package, as in examples/browser. */
const alias = [
  { find: "#onnxruntime", replacement: source("runtime/onnxruntime.browser.ts") },
  { find: /^proximal$/, replacement: source("index.ts") },
  { find: /^proximal\/(.+)$/, replacement: source("$1/index.ts") },
];

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  // Relative, so that the site may lie in any folder of a static host.
  base: "./",
  server: { host: "127.0.0.1" },
  preview: { host: "127.0.0.1" },
  resolve: { alias },
  plugins: [drawnFormulas(), sharedWorkers()],
  build: {
    target: "es2022",
    outDir: "dist",
    emptyOutDir: true,
    chunkSizeWarningLimit: 1500,
    // Chunks are shared with workers, which have no document to preload anything into.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_, dependencies, { hostType }) => (hostType === "html" ? dependencies : []),
    },
  },
  worker: { format: "es" },
  // They find their WebAssembly beside themselves, so the development server has to leave them where they are.
  optimizeDeps: { exclude: ["onnxruntime-web", "@mujoco/mujoco"] },
  esbuild: false,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
});
