import { fileURLToPath } from "node:url";

const source = (path: string) => fileURLToPath(new URL(`../../src/${path}`, import.meta.url));

export default {
  base: "./",
  build: { target: "es2022" },
  optimizeDeps: {
    // It finds its WebAssembly beside itself, so the development server has to leave it where it is.
    exclude: ["onnxruntime-web"],
  },
  resolve: {
    // In this repository the sources stand in for the package. A project that installed it needs none of these lines.
    alias: [
      { find: "#onnxruntime", replacement: source("runtime/onnxruntime.browser.ts") },
      { find: /^proximal$/, replacement: source("index.ts") },
    ],
  },
};
