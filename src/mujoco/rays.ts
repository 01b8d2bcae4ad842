import { UsageError } from "../errors.js";
import type { DataHandle, ModelHandle, OutputBuffer } from "./bindings.js";
import { type Engine, simulationFailed } from "./engine.js";

export interface RayOptions {
  /** Receives the geom that each ray meets [n], −1 for none. */
  readonly geoms?: Int32Array;
  /** Geom groups 0 to 5 that rays can meet; default: all. */
  readonly groups?: readonly boolean[];
  /** Whether rays meet what is fixed to the world, such as floors; default true. */
  readonly includeStatic?: boolean;
  /** Id of a body whose geoms rays pass through. */
  readonly excludedBody?: number;
  /** Rays end at this distance; default: never. */
  readonly cutoff?: number;
}

export interface RayCaster {
  cast(origin: ArrayLike<number>, directions: ArrayLike<number>, distances: Float64Array, options?: RayOptions): void;
  dispose(): void;
}

const FARTHEST = 1e10;

/**
 * Rays in one simulation. The bindings write results wherever an ordinary array's byteOffset points to on their heap, so
 * results go through buffers that lie there.
 */
export function createRayCaster({ bindings, guard, memory }: Engine, model: ModelHandle, data: DataHandle): RayCaster {
  let capacity = 0;
  let met: OutputBuffer | undefined;
  let lengths: OutputBuffer | undefined;

  function free(): void {
    met?.delete();
    lengths?.delete();
    met = undefined;
    lengths = undefined;
    capacity = 0;
  }

  function reserve(count: number): { readonly met: OutputBuffer; readonly lengths: OutputBuffer } {
    if (count > capacity || met === undefined || lengths === undefined) {
      free();
      met = guard(simulationFailed, () => new bindings.IntBuffer(count));
      lengths = guard(simulationFailed, () => new bindings.DoubleBuffer(count));
      capacity = count;
    }
    return { met, lengths };
  }

  return {
    cast(origin, directions, distances, options = {}) {
      const { geoms, groups, includeStatic = true, excludedBody = -1, cutoff = FARTHEST } = options;
      const count = distances.length;
      requireLength("origin of rays", origin, 3);
      requireLength("directions of rays", directions, 3 * count);
      if (geoms !== undefined) requireLength("geoms of rays", geoms, count);
      if (groups !== undefined) requireLength("groups of rays", groups, 6);
      if (count === 0) return;
      const buffers = reserve(count);
      // Views that lie on the heap are written to where they lie.
      const heapGeoms = new Int32Array(memory.buffer, buffers.met.GetPointer(), count);
      const heapDistances = new Float64Array(memory.buffer, buffers.lengths.GetPointer(), count);
      guard(simulationFailed, () =>
        bindings.mj_multiRay(
          model,
          data,
          origin,
          directions,
          groups === undefined ? null : groups.map(Number),
          includeStatic,
          excludedBody,
          heapGeoms,
          heapDistances,
          null,
          count,
          cutoff,
        ),
      );
      // The call itself may have made the heap grow.
      distances.set(new Float64Array(memory.buffer, buffers.lengths.GetPointer(), count));
      geoms?.set(new Int32Array(memory.buffer, buffers.met.GetPointer(), count));
    },
    dispose: free,
  };
}

function requireLength(what: string, array: ArrayLike<unknown>, length: number): void {
  if (array.length === length) return;
  throw new UsageError({
    code: "wrong-length",
    message: `The ${what} have ${array.length} elements instead of ${length}.`,
    fix: "Give three numbers per point or direction, one distance and one geom per ray, and six groups.",
  });
}
