import { UsageError } from "../errors.js";
import type { InstanceExports } from "./bindings.js";
import { disposedError } from "./engine.js";

export type HeapArray = Float64Array | Float32Array | Int32Array | Uint8Array;

/** Reads arrays of an object of the bindings where they lie, also after the heap has grown and moved. */
export class HeapArrays {
  private readonly views: (HeapArray | undefined)[] = [];
  private source: object | undefined;

  constructor(
    private readonly what: string,
    source: object,
    private readonly memory: InstanceExports["memory"],
  ) {
    this.source = source;
  }

  /** The array with a name, kept at `index`. Throws UsageError `disposed` after `forget`. */
  read(index: number, name: string): HeapArray {
    const view = this.views[index];
    // growth detaches every view of the old heap
    if (view !== undefined && view.buffer === this.memory.buffer) return view;
    if (this.source === undefined) throw disposedError(this.what);
    const fresh = (this.source as Readonly<Record<string, unknown>>)[name];
    if (!ArrayBuffer.isView(fresh)) throw unknownArray(this.what, name);
    this.views[index] = fresh as HeapArray;
    return fresh as HeapArray;
  }

  forget(): void {
    this.source = undefined;
    this.views.length = 0;
  }
}

export interface WithArrays {
  /** @internal */
  readonly arrays: HeapArrays;
}

/** A class whose instances have a getter for each name, reading from `arrays`. */
export function arrayGetters<Arrays extends object>(
  names: readonly (keyof Arrays & string)[],
): new (
  arrays: HeapArrays,
) => Arrays & WithArrays {
  class Getters {
    constructor(readonly arrays: HeapArrays) {}
  }
  names.forEach((name, index) => {
    Object.defineProperty(Getters.prototype, name, {
      enumerable: true,
      get(this: Getters) {
        return this.arrays.read(index, name);
      },
    });
  });
  return Getters as unknown as new (
    arrays: HeapArrays,
  ) => Arrays & WithArrays;
}

function unknownArray(what: string, name: string): UsageError {
  return new UsageError({
    code: "unknown-array",
    message: `This version of MuJoCo has no array "${name}" in its ${what}.`,
    fix: "Install @mujoco/mujoco 3.14.",
  });
}
