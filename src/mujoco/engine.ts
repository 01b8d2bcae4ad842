import { ProximalError, RunError, UsageError } from "../errors.js";
import type { Bindings, InstanceExports } from "./bindings.js";
import type { LoadedBindings } from "./load-bindings.js";

/** MuJoCo's own calls, guarded: an error neither poisons the module nor passes as anything but a ProximalError. */
export interface Engine {
  readonly bindings: Bindings;
  /** Its `buffer` is another one whenever the heap has grown. */
  readonly memory: InstanceExports["memory"];
  /** Runs `body`, and hands what it throws to `explain`. */
  guard<T>(explain: (reason: string, cause: unknown) => ProximalError, body: () => T): T;
  /**
   * For loops that cannot afford a closure: put in front of the calls what `stackPointer` gives, and `recover` into their
   * catch. MuJoCo throws through frames that are never unwound, and what they leave on the stack would use it up.
   */
  stackPointer(): number;
  recover(stackPointer: number): void;
}

export function createEngine({ bindings, instance }: LoadedBindings): Engine {
  const { memory } = instance;
  const stackPointer = () => instance.emscripten_stack_get_current();
  const recover = (address: number) => instance._emscripten_stack_restore(address);
  return {
    bindings,
    memory,
    stackPointer,
    recover,
    guard(explain, body) {
      const address = stackPointer();
      try {
        return body();
      } catch (cause) {
        recover(address);
        if (cause instanceof ProximalError) throw cause;
        throw explain(reasonOf(cause), cause);
      }
    },
  };
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
