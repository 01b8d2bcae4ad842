import { RunError, UsageError } from "../errors.js";
import type { Bindings, InstanceExports } from "./bindings.js";

/** The bindings and the WebAssembly instance under them. */
export interface LoadedBindings {
  readonly bindings: Bindings;
  readonly instance: InstanceExports;
}

export type BindingsLoader = (options: Readonly<Record<string, unknown>>) => Promise<unknown>;

/**
 * Imports `@mujoco/mujoco` and instantiates a module of its own.
 * Throws UsageError `missing-package` where it is not installed, RunError `mujoco-not-loaded` where it does not start.
 */
export async function loadBindings(wasmUrl?: string | URL): Promise<LoadedBindings> {
  const load = await importLoader();
  const { result, instances } = await observeInstances(() =>
    load({ printErr, ...(wasmUrl !== undefined && { locateFile: () => String(wasmUrl) }) }),
  ).catch((cause: unknown) => {
    throw notLoaded(cause instanceof Error ? cause.message : String(cause), cause);
  });
  const instance = instances.map(({ exports }): unknown => exports).find(isInstance);
  if (instance === undefined) throw notLoaded("its WebAssembly offers no memory and no stack");
  return { bindings: result as Bindings, instance };
}

async function importLoader(): Promise<BindingsLoader> {
  try {
    const { default: load } = await import("@mujoco/mujoco");
    return load as BindingsLoader;
  } catch (cause) {
    throw new UsageError({
      code: "missing-package",
      message: "MuJoCo is not installed: the package @mujoco/mujoco cannot be imported.",
      fix: "Install it beside proximal: npm install @mujoco/mujoco@3.14",
      cause,
    });
  }
}

/** What is refused for lack of memory is told by an error of ours. */
function printErr(line: unknown): void {
  if (!/^(Cannot enlarge memory|Failed to grow)/.test(String(line))) console.error(line);
}

/**
 * Runs `task` and collects the WebAssembly instances that come into being meanwhile. The bindings keep theirs to
 * themselves; only through it can the stack be put right after an error. Anyone else who instantiates something in
 * the meantime notices nothing.
 */
async function observeInstances<T>(
  task: () => Promise<T>,
): Promise<{ readonly result: T; readonly instances: readonly WebAssembly.Instance[] }> {
  const instances: WebAssembly.Instance[] = [];
  const restores = (["instantiate", "instantiateStreaming"] as const).map((name) => {
    const original = WebAssembly[name] as ((...parameters: unknown[]) => Promise<unknown>) | undefined;
    if (original === undefined) return () => {};
    const observed = async (...parameters: unknown[]) => {
      const made = await original.apply(WebAssembly, parameters);
      const instance = made instanceof WebAssembly.Instance ? made : (made as { instance?: unknown }).instance;
      if (instance instanceof WebAssembly.Instance) instances.push(instance);
      return made;
    };
    const functions = WebAssembly as unknown as Record<string, unknown>;
    functions[name] = observed;
    return () => {
      if (functions[name] === observed) functions[name] = original;
    };
  });
  try {
    return { result: await task(), instances };
  } finally {
    for (const restore of restores) restore();
  }
}

function isInstance(exports: unknown): exports is InstanceExports {
  const { memory, ...functions } = exports as Partial<InstanceExports>;
  const { malloc, free, emscripten_stack_get_current, _emscripten_stack_restore } = functions;
  return (
    memory instanceof WebAssembly.Memory &&
    [malloc, free, emscripten_stack_get_current, _emscripten_stack_restore].every((each) => typeof each === "function")
  );
}

function notLoaded(reason: string, cause?: unknown): RunError {
  return new RunError({
    code: "mujoco-not-loaded",
    message: `MuJoCo could not be started: ${reason}`,
    fix: "Check that @mujoco/mujoco is version 3.14 or newer, and in a browser that mujoco.wasm is served beside it, or pass its address as wasmUrl.",
    cause,
  });
}
