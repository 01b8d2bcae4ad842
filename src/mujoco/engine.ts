import { ProximalError, RunError, UsageError } from "../errors.js";
import type { Bindings, InstanceExports } from "./bindings.js";
import type { LoadedBindings } from "./load-bindings.js";

/** MuJoCo's own calls, guarded: an error neither poisons the module nor passes as anything but a ProximalError. */
export interface Engine {
  readonly bindings: Bindings;
  /** Its `buffer` is another one whenever the heap has grown. */
  readonly memory: InstanceExports["memory"];
  /**
   * Throws RunError `out-of-simulation-memory` unless so many bytes can be had, and `beside` them: where MuJoCo finds no
   * memory for an error's own text, the whole module aborts.
   */
  requireMemory(bytes: number, beside: number): void;
  /** Whether the module has aborted, after which nothing of it can be used. */
  readonly lost: boolean;
  /** Throws RunError `mujoco-lost` where it has. */
  requireWorking(): void;
  /** Runs `body`, and hands what it throws to `explain`. */
  guard<T>(explain: (reason: string, cause: unknown) => ProximalError, body: () => T): T;
  /**
   * For loops that cannot afford a closure: put in front of the calls what `stackPointer` gives, and `recover` into their
   * catch. MuJoCo throws through frames that are never unwound, and what they leave on the stack would use it up.
   */
  stackPointer(): number;
  recover(stackPointer: number, cause: unknown): void;
}

/** What the official build may grow to. */
const LARGEST_HEAP = 2 ** 31;
/** Bytes that models leave free: for errors and for small things, such as rays. */
export const BESIDE_MODELS = 2 ** 24;
/** Bytes that data leave free: for models too, so that a crowd of data does not keep one from being compiled. */
export const BESIDE_DATA = 2 ** 26;

/** `onLost` is told when the module has aborted and cannot be used again. */
export function createEngine({ bindings, instance }: LoadedBindings, onLost: () => void = () => {}): Engine {
  const { memory } = instance;
  let lost: RunError | undefined;
  const stackPointer = () => instance.emscripten_stack_get_current();
  function requireWorking(): void {
    if (lost !== undefined) throw lost;
  }
  function recover(address: number, cause: unknown): void {
    // an abort or a trap: the module stopped in the middle of something
    if (cause instanceof WebAssembly.RuntimeError) {
      lost = engineLost(cause);
      onLost();
      throw lost;
    }
    instance._emscripten_stack_restore(address);
  }
  return {
    bindings,
    memory,
    get lost() {
      return lost !== undefined;
    },
    stackPointer,
    recover,
    requireWorking,
    requireMemory(bytes, beside) {
      requireWorking();
      if (memory.buffer.byteLength + bytes + beside <= LARGEST_HEAP) return;
      const block = instance.malloc(bytes + beside);
      if (block === 0) throw outOfHeap(bytes, memory.buffer.byteLength);
      instance.free(block);
    },
    guard(explain, body) {
      requireWorking();
      const address = stackPointer();
      try {
        return body();
      } catch (cause) {
        if (cause instanceof ProximalError) throw cause;
        recover(address, cause);
        throw explain(reasonOf(cause), cause);
      }
    },
  };
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;

function outOfHeap(bytes: number, heap: number): RunError {
  return new RunError({
    code: "out-of-simulation-memory",
    message: `MuJoCo has no room for ${megabytes(bytes)} more: its heap of ${megabytes(heap)} cannot grow beyond 2 GB.`,
    fix: 'Dispose of data and models that are no longer needed, or give models smaller arenas, by arenaBytes or by <size memory="256K"/>.',
  });
}

function engineLost(cause: WebAssembly.RuntimeError): RunError {
  return new RunError({
    code: "mujoco-lost",
    message: `MuJoCo's module broke down and its models and data are lost: ${cause.message}`,
    fix: "Call loadMujoco() again, which starts a fresh module, and make models and data anew.",
    cause,
  });
}

/** MuJoCo's message in one line, without its prefixes. */
export function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return message
    .replace(/^(MuJoCo Error: )?(Loading error: )?((XML )?Error: )?/, "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("; ");
}

/** Whatever MuJoCo throws while it computes. */
export function simulationFailed(reason: string, cause: unknown): RunError {
  if (/memory|stack overflow|arena/i.test(reason)) {
    return new RunError({
      code: "out-of-simulation-memory",
      message: `MuJoCo ran out of memory: ${reason}`,
      fix: 'Give the model a larger arena, by arenaBytes when compiling it or by <size memory="1M"/> in its XML.',
      cause,
    });
  }
  return new RunError({
    code: "simulation-failed",
    message: `MuJoCo failed: ${reason}`,
    fix: "The data were reset; correct the model or what was written into its arrays.",
    cause,
  });
}

export function disposedError(what: string): UsageError {
  return new UsageError({
    code: "disposed",
    message: `This ${what} was disposed of and is used again.`,
    fix: `Make a new one, or call dispose() later.`,
  });
}
