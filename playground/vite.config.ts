import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

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
  build: {
    target: "es2022",
    outDir: "dist",
    emptyOutDir: true,
    chunkSizeWarningLimit: 1500,
    // MuJoCo's tasks are not offered here, and its WebAssembly is 10 MB.
    rolldownOptions: { external: ["@mujoco/mujoco"] },
  },
  worker: { format: "es", rolldownOptions: { external: ["@mujoco/mujoco"] } },
  // It finds its WebAssembly beside itself, so the development server has to leave it where it is.
  optimizeDeps: { exclude: ["onnxruntime-web"] },
  esbuild: false,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
});
