import { expect, it } from "vitest";
import { RunError } from "../errors.js";
import type { Bindings, InstanceExports } from "./bindings.js";
import { createEngine } from "./engine.js";
import { loadBindings } from "./load-bindings.js";

it("an error leaves nothing behind on the module's stack, and no trace of how the module was loaded", async () => {
  const { instantiate, instantiateStreaming } = WebAssembly;
  const engine = createEngine(await loadBindings());
  expect(WebAssembly.instantiate).toBe(instantiate);
  expect(WebAssembly.instantiateStreaming).toBe(instantiateStreaming);

  const { bindings, memory } = engine;
  const files = new bindings.MjVFS();
  files.addBuffer("model.xml", new TextEncoder().encode("<mujoco><worldbody"));
  const compileNothing = () => bindings.MjModel.from_xml_path("model.xml", files);
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

it("a module that has aborted is not used again, and whoever loaded it is told", () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const instance = { memory, emscripten_stack_get_current: () => 0, _emscripten_stack_restore() {} };
  let told = 0;
  const engine = createEngine(
    { bindings: {} as Bindings, instance: instance as unknown as InstanceExports },
    () => told++,
  );
  const explain = (reason: string) => new RunError({ code: "refused", message: reason, fix: "" });
  const fail = (error: Error) => () =>
    engine.guard(explain, () => {
      throw error;
    });
  expect(fail(new Error("a mesh is flat"))).toThrow(expect.objectContaining({ code: "refused" }));
  expect(engine.lost).toBe(false);
  const lost = expect.objectContaining({ code: "mujoco-lost", message: expect.stringContaining("Aborted(for good)") });
  expect(fail(new WebAssembly.RuntimeError("Aborted(for good)"))).toThrow(lost);
  expect(engine.lost).toBe(true);
  expect(told).toBe(1);
  expect(() => engine.guard(explain, () => "never run")).toThrow(lost);
  expect(() => engine.requireMemory(1, 1)).toThrow(lost);
});
