import { expect, it } from "vitest";
import { RunError } from "../errors.js";
import { createEngine } from "./engine.js";
import { loadBindings } from "./load-bindings.js";

it("an error leaves nothing behind on the module's stack, and no trace of how the module was loaded", async () => {
  const { instantiate, instantiateStreaming } = WebAssembly;
  const engine = createEngine(await loadBindings());
  expect(WebAssembly.instantiate).toBe(instantiate);
  expect(WebAssembly.instantiateStreaming).toBe(instantiateStreaming);

  const { bindings, memory } = engine;
  const compileNothing = () => bindings.MjModel.from_xml_string("<mujoco><worldbody", new bindings.MjVFS());
  const explain = (reason: string) => new RunError({ code: "refused", message: reason, fix: "" });
  const before = engine.stackPointer();
  for (let i = 0; i < 50; i++) expect(() => engine.guard(explain, compileNothing)).toThrow(/XML parse error/);
  expect(engine.stackPointer()).toBe(before);

  const size = memory.buffer.byteLength;
  expect(compileNothing).toThrow();
  // without the guard it does leak, so the comparison above can fail
  expect(engine.stackPointer()).toBeLessThan(before);
  expect(memory.buffer.byteLength).toBe(size);
});
