import { expect, it } from "vitest";
import { input, mul } from "../tensor/index.js";
import { compile } from "./index.js";

it("ONNX Runtime's telemetry is off before the first session exists", async () => {
  await compile({ outputs: { y: mul(input("x", ["batch"]), 2) } });
  expect(process.env.ORT_DISABLE_TELEMETRY).toBe("1");
});
