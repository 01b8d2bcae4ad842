import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { checkEnvironment, createAlgorithm, type EnvironmentDefinition, ppo, sac, train } from "proximal";
import { algorithmNames } from "proximal/algorithms";

import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const run = promisify(execFile);
const tsx = (...parameters: string[]) => output(["--import", "tsx", ...parameters]);

/** What a Node process prints; throws if it fails. */
async function output(parameters: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, parameters, { env: { ...process.env, NODE_OPTIONS: "" } });
  return stdout;
}

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "examples-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("examples", () => {
  it("a policy trained by one example acts in the next, which knows ONNX Runtime only", async () => {
    const file = join(folder, "cartpole.onnx");
    expect(await tsx("examples/train-cartpole.ts", "8192", file)).toMatch(/Mean return of 100 episodes: \d/);
    expect(await output(["examples/policy-in-onnxruntime.mjs", file])).toMatch(/The pole stood for \d+ of 500 steps/);
  });

  it.each([
    ["custom-environment.ts", "4096", /After training: return -?\d/],
    ["custom-network.ts", "2048", /After training: mean return \d/],
    ["custom-sink.ts", "4096", /episodic_return [▁-█]+ /],
    ["custom-algorithm.ts", "4096", /4096 steps: mean return \d/],
  ])("%s runs", async (example, steps, expected) => {
    expect(await tsx(join("examples", example), steps)).toMatch(expected);
  });

  it("docking.mjs keeps the contract and can be trained on", async () => {
    const path = "../examples/docking.mjs";
    const { default: docking } = (await import(path)) as { readonly default: EnvironmentDefinition };
    expect(checkEnvironment(docking).problems).toEqual([]);
    const algorithm = ppo({ nEnvs: 4, nSteps: 32 });
    const last = await train({ environment: docking, algorithm, totalSteps: 128, evaluation: false }).finish();
    expect(last?.steps).toBe(128);
  });

  it("the page builds and brings its WebAssembly along", async () => {
    const out = join(folder, "page");
    await output([
      "node_modules/vite/bin/vite.js",
      "build",
      "examples/browser",
      "--outDir",
      out,
      "--logLevel",
      "error",
    ]);
    expect(existsSync(join(out, "index.html"))).toBe(true);
    const brought = readdirSync(join(out, "assets")).filter((name) => name.endsWith(".wasm"));
    // MuJoCo's is only fetched by pages that use it
    expect(brought.sort()).toEqual([expect.stringMatching(/^mujoco/), expect.stringMatching(/^ort/)]);
  });
});

const written = readdirSync("docs", { recursive: true, encoding: "utf8" }).filter((name) => !name.startsWith("api"));
const documents = ["README.md", "CONTRIBUTING.md", ...written.map((name) => join("docs", name))].filter((path) =>
  path.endsWith(".md"),
);
const guide = () => readFileSync("docs/guide.md", "utf8");

describe("documents", () => {
  it("every block marked ts is a program that type-checks", () => {
    const blocks = documents.flatMap((path) =>
      [...readFileSync(path, "utf8").matchAll(/^```ts\n(.*?)^```/gms)].map(([, code], i) => ({
        // Beside the sources, so that the same options and paths hold.
        file: join(process.cwd(), `${path.replaceAll("/", "-")}.${i + 1}.ts`),
        // Blocks share no names.
        code: `${code}\nexport {};\n`,
      })),
    );
    expect(blocks.length).toBeGreaterThan(5);
    const sources = new Map(blocks.map(({ file, code }) => [file, code]));
    const { config } = ts.readConfigFile("tsconfig.json", ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd());
    const host = ts.createCompilerHost(options);
    const { readFile, fileExists } = host;
    host.readFile = (file) => sources.get(file) ?? readFile(file);
    host.fileExists = (file) => sources.has(file) || fileExists(file);
    const program = ts.createProgram([...sources.keys()], options, host);
    const problems = blocks.flatMap(({ file }) => {
      const source = program.getSourceFile(file);
      return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
        ({ messageText }) => `${file}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
      );
    });
    expect(problems).toEqual([]);
  });

  it("links within the repository lead somewhere", () => {
    const broken = documents.flatMap((path) =>
      [...readFileSync(path, "utf8").matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)]
        .map(([, target]) => join(path, "..", target!))
        .filter((target) => !existsSync(target))
        .map((target) => `${path} → ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it("the guide names every option of PPO", () => {
    const { network: _, exploration: __, ...options } = ppo().options;
    expect(Object.keys(options).filter((name) => !guide().includes(`| \`${name}\` |`))).toEqual([]);
  });

  it("the guide names every option and every metric of Soft Actor-Critic", async () => {
    const algorithm = sac({ nSteps: 120, batchSize: 16, network: { hidden: [8] } });
    const section = /\n## Soft Actor-Critic\n(.*?)\n## /s.exec(guide())![1]!;
    const { normalizeObservation: _, normalizeReward: __, ...options } = algorithm.options;
    expect(Object.keys(options).filter((name) => !section.includes(`| \`${name}\` |`))).toEqual([]);
    const run = train({ environment: "Pendulum-v1", algorithm, totalSteps: 240, evaluation: false });
    const names = Object.keys((await run.finish())!.metrics);
    expect(names).toContain("charts/alpha");
    expect(names.filter((name) => !guide().includes(`| \`${name}\` |`))).toEqual([]);
  });

  const policyGradients = algorithmNames.filter((name) => name !== "sac");
  it.each(policyGradients)("the guide names every metric that a run of %s reports", async (name) => {
    const names = new Set<string>();
    const algorithm = createAlgorithm(name, { nEnvs: 8, nSteps: 64 });
    const evaluation = { everySteps: 512, episodes: 2 };
    for await (const { metrics } of train({ environment: "CartPole-v1", algorithm, totalSteps: 2048, evaluation })) {
      // a histogram is one row
      for (const metric of Object.keys(metrics)) names.add(metric.replace(/histogram\/.*/, "histogram/…"));
    }
    expect(names).toContain("evaluation/mean_return");
    expect(names).toContain("losses/gradient_variance");
    expect([...names].filter((metric) => !guide().includes(`| \`${metric}\` |`))).toEqual([]);
  });
});
