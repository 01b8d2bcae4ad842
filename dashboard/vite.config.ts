import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Every browser that runs this page reads woff2, so KaTeX's fonts need not lie in the package three times. */
const onlyWoff2 = {
  name: "only-woff2",
  enforce: "pre" as const,
  transform: (code: string, id: string) =>
    id.endsWith("katex.min.css") ? code.replace(/,url\([^)]*\) format\("(woff|truetype)"\)/g, "") : undefined,
};

export default defineConfig({
  plugins: [onlyWoff2],
  root: path("."),
  base: "./",
  // `npx proximal dashboard` answers what the page asks while it is developed.
  server: { host: "127.0.0.1", proxy: { "/api": { target: "http://127.0.0.1:4680", changeOrigin: true } } },
  build: {
    target: "es2022",
    // In the package, which serves it.
    outDir: path("../dist/dashboard"),
    emptyOutDir: true,
    chunkSizeWarningLimit: 1500,
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
});
