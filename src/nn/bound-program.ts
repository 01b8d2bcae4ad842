import { compile, type Program, type TensorData } from "../runtime/index.js";
import type { Tensor } from "../tensor/index.js";
import type { Parameters } from "./parameters.js";

/** A program of a model's parameters, in whichever binding is faster for what is coming. */
export interface BoundProgram<Outputs extends string> {
  /** Sets the parameters for the runs to come, and about how many there will be. */
  use(values: Float32Array, runs: number): Promise<void>;
  /** Runs with the parameters in use; they are not fed. */
  run(feeds: Readonly<Record<string, TensorData>>): Promise<Record<Outputs, TensorData>>;
  release(): Promise<void>;
}

/**
 * Every fed run cuts the parameters out of their vector, which takes some 0.4 ns each; a frozen program does not, but
 * costs a session, which takes some milliseconds. Above this many cut numbers freezing is cheaper.
 */
const FREEZE_FROM = 2e7;

/** Compiles `outputs` with fed parameters at once, and with frozen ones whenever that pays. */
export async function compileBound<Outputs extends string>(
  parameters: Parameters,
  outputs: Readonly<Record<Outputs, Tensor>>,
  freezeFrom = FREEZE_FROM,
): Promise<BoundProgram<Outputs>> {
  const fed = await compile({ outputs: parameters.bind(outputs) });
  let frozen: Program<Outputs> | undefined;
  let current: Float32Array | undefined;
  return {
    async use(values, runs) {
      current = values;
      await frozen?.release();
      frozen = undefined;
      if (values.length * runs >= freezeFrom) {
        frozen = await compile({ outputs: parameters.freeze(outputs, values) });
      }
    },
    run(feeds) {
      if (frozen) return frozen.run(feeds);
      return fed.run(current === undefined ? feeds : { ...feeds, parameters: current });
    },
    async release() {
      await Promise.all([fed.release(), frozen?.release()]);
    },
  };
}
