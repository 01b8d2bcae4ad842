import { fileURLToPath } from "node:url";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { chromiumPath } from "./test/chromium.js";
import { browserFloors } from "./test/floors.js";

const source = (path: string) => fileURLToPath(new URL(`src/${path}`, import.meta.url));

/** The sources stand in for dist/, as in tsconfig.json. */
const aliases = (onnxruntime: string) => [
  { find: "#onnxruntime", replacement: source(`runtime/${onnxruntime}`) },
  { find: /^proximal$/, replacement: source("index.ts") },
  { find: /^proximal\/(.+)$/, replacement: source("$1/index.ts") },
];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    projects: [
      {
        extends: true,
        resolve: { alias: aliases("onnxruntime.node.ts") },
        test: {
          name: "node",
          include: ["{src,test,bench}/**/*.test.ts"],
          exclude: ["**/*.browser.test.ts", "bench/peers/.venv*/**"],
        },
      },
      {
        extends: true,
        resolve: { alias: aliases("onnxruntime.node.ts") },
        test: {
          name: "playground",
          include: ["{playground,dashboard,ui}/**/*.test.ts"],
          // Every page trains with a core of its own.
          maxConcurrency: 2,
          globalSetup: ["./test/chromium.ts", "./playground/testing/build.ts", "./dashboard/testing/build.ts"],
        },
      },
      {
        extends: true,
        resolve: { alias: aliases("onnxruntime.browser.ts") },
        optimizeDeps: {
          // Known beforehand, so that no page reloads when a test turns out to need one more.
          include: ["@bufbuild/protobuf/wire", "crc-32", "fast-check", "fastest-levenshtein", "planck", "valibot"],
          // They find their WebAssembly beside themselves, so they have to stay where they are.
          exclude: ["onnxruntime-web", "@mujoco/mujoco"],
        },
        test: {
          name: "browser",
          include: [`src/{${browserFloors.join(",")}}/**/*.test.ts`, "{src,test}/**/*.browser.test.ts"],
          exclude: ["**/*.node.test.ts"],
          globalSetup: "./test/chromium.ts",
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
                args: [
                  "--no-sandbox",
                  "--disable-gpu",
                  "--disable-background-networking",
                  "--disable-component-update",
                  "--disable-sync",
                  "--no-first-run",
                ],
              },
            }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
    ],
  },
});
