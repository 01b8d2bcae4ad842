import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { createRandom } from "../random/index.js";
import { box, discrete } from "../spaces/index.js";
import { createActorCritic, exportPolicy, Policy } from "./index.js";

const folder = mkdtempSync(join(tmpdir(), "proximal-policy-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("a saved policy is the ONNX file, and acts the same when it is read", async () => {
  const observationSpace = box({ shape: [4], low: -1, high: 1 });
  const actionSpace = discrete(2);
  const model = createActorCritic({ observationSpace, actionSpace });
  const metadata = { environment: "Test-v0", observationSpace, actionSpace, algorithm: "ppo", steps: 1 };
  const onnx = exportPolicy({ model, parameters: model.parameters.initialize(createRandom(1)), metadata });
  const policy = await Policy.fromOnnx(onnx);
  const path = join(folder, "policy.onnx");
  await policy.save(path);
  const bytes = new Uint8Array(readFileSync(path));
  expect(bytes).toEqual(onnx);
  const observations = Float32Array.of(1, 2, 3, 4, -1, -2, -3, -4);
  const loaded = await Policy.load(path);
  expect(await loaded.actBatch(observations)).toEqual(await policy.actBatch(observations));
  expect([...loaded.constants]).toEqual([...policy.constants]);
  expect((await Policy.fromOnnx(readFileSync(path))).constants).toEqual(policy.constants);
});
