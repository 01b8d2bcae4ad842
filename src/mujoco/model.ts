import { UsageError } from "../errors.js";
import type { ModelHandle, OptionHandle } from "./bindings.js";
import { MujocoData } from "./data.js";
import { BESIDE_DATA, BESIDE_MODELS, disposedError, type Engine, simulationFailed } from "./engine.js";
import { arrayGetters, HeapArrays } from "./heap-arrays.js";
import { createHeightField, type HeightField } from "./height-field.js";
import { type ModelArrays, modelArrayNames } from "./model-arrays.js";
import { type NamedKind, type Names, readNames } from "./names.js";

/** Where a joint's numbers begin in `qpos` and in `qvel`. */
export interface JointPlace {
  readonly id: number;
  readonly position: number;
  readonly velocity: number;
}

/** Where a sensor's numbers lie in `sensordata`. */
export interface SensorPlace {
  readonly id: number;
  readonly address: number;
  readonly dimension: number;
}

/** How many of everything, under MuJoCo's names. */
export interface ModelSizes {
  readonly nq: number;
  readonly nv: number;
  readonly nu: number;
  readonly na: number;
  readonly nbody: number;
  readonly njnt: number;
  readonly ngeom: number;
  readonly nsite: number;
  readonly nsensor: number;
  readonly nsensordata: number;
  readonly nhfield: number;
  readonly nmesh: number;
  readonly ntendon: number;
  readonly nkey: number;
  readonly nmocap: number;
}

const Arrays = arrayGetters<ModelArrays>(modelArrayNames);

/**
 * A compiled model: what there is to simulate. Any number of data, one per simulation, share it. It lives on
 * WebAssembly's heap until `dispose` is called.
 */
export class MujocoModel extends Arrays {
  readonly sizes: ModelSizes;
  readonly names: Names;
  private readonly data = new Set<MujocoData>();
  private readonly option: OptionHandle;
  private alive = true;

  /** @internal Made by `Mujoco.compile`. */
  constructor(
    /** @internal */
    readonly engine: Engine,
    /** @internal */
    readonly handle: ModelHandle,
  ) {
    super(new HeapArrays("model", handle, engine.memory));
    this.option = handle.opt;
    // A reset in the middle of a step would pass for motion: data look for what would have caused it and say so.
    this.option.disableflags |= engine.bindings.mjtDisableBit.mjDSBL_AUTORESET.value;
    this.names = readNames(handle);
    const size = (name: keyof ModelSizes) => handle[name] as number;
    this.sizes = {
      nq: size("nq"),
      nv: size("nv"),
      nu: size("nu"),
      na: size("na"),
      nbody: size("nbody"),
      njnt: size("njnt"),
      ngeom: size("ngeom"),
      nsite: size("nsite"),
      nsensor: size("nsensor"),
      nsensordata: size("nsensordata"),
      nhfield: size("nhfield"),
      nmesh: size("nmesh"),
      ntendon: size("ntendon"),
      nkey: size("nkey"),
      nmocap: size("nmocap"),
    };
  }

  get disposed(): boolean {
    return !this.alive;
  }

  /** Seconds per `step`. */
  get timestep(): number {
    this.requireAlive();
    return this.option.timestep;
  }

  set timestep(seconds: number) {
    this.requireAlive();
    if (!(seconds > 0 && Number.isFinite(seconds))) {
      throw new UsageError({
        code: "invalid-timestep",
        message: `The timestep is ${seconds} seconds.`,
        fix: "Give a number greater than 0, such as 0.002.",
      });
    }
    this.option.timestep = seconds;
  }

  /** One more simulation of this model, at its initial configuration. Throws RunError `out-of-simulation-memory`. */
  createData(): MujocoData {
    this.requireAlive();
    this.engine.requireMemory(this.handle.narena, BESIDE_DATA);
    const handle = this.engine.guard(simulationFailed, () => new this.engine.bindings.MjData(this.handle));
    const data = new MujocoData(this, handle, () => this.data.delete(data));
    this.data.add(data);
    return data;
  }

  /** An independent copy, for example to vary masses between simulations. */
  copy(): MujocoModel {
    this.requireAlive();
    this.engine.requireMemory(this.handle.nbuffer, BESIDE_MODELS);
    const handle = this.engine.guard(simulationFailed, () => new this.engine.bindings.MjModel(this.handle));
    return new MujocoModel(this.engine, handle);
  }

  /** Works out anew what follows from masses, inertias, lengths and `qpos0`, after they were changed. */
  refresh(): void {
    const data = this.createData();
    try {
      this.engine.guard(simulationFailed, () => this.engine.bindings.mj_setConst(this.handle, data.handle));
    } finally {
      data.dispose();
    }
  }

  /** The id of a named thing. Throws UsageError `unknown-name` with the nearest name; so do the methods below. */
  id(kind: NamedKind, name: string): number {
    return this.names.id(kind, name);
  }

  joint(name: string): JointPlace {
    const id = this.id("joint", name);
    return { id, position: this.jnt_qposadr[id]!, velocity: this.jnt_dofadr[id]! };
  }

  sensor(name: string): SensorPlace {
    const id = this.id("sensor", name);
    return { id, address: this.sensor_adr[id]!, dimension: this.sensor_dim[id]! };
  }

  heightField(name: string): HeightField {
    const id = this.id("height field", name);
    const rows = this.hfield_nrow[id]!;
    const columns = this.hfield_ncol[id]!;
    const start = this.hfield_adr[id]!;
    const [radiusX, radiusY, maximum] = this.hfield_size.subarray(4 * id, 4 * id + 3);
    let whole: Float32Array | undefined;
    let part: Float32Array = new Float32Array(0);
    return createHeightField({
      name,
      rows,
      columns,
      size: [radiusX!, radiusY!, maximum!],
      data: () => {
        const { hfield_data } = this;
        if (hfield_data !== whole) {
          whole = hfield_data;
          part = hfield_data.subarray(start, start + rows * columns);
        }
        return part;
      },
    });
  }

  /** Frees its memory, and that of all its data. Using it later throws UsageError `disposed`; disposing twice is fine. */
  dispose(): void {
    if (!this.alive) return;
    for (const data of [...this.data]) data.dispose();
    this.alive = false;
    this.arrays.forget();
    if (this.engine.lost) return;
    this.option.delete();
    this.handle.delete();
  }

  /** @internal */
  requireAlive(): void {
    this.engine.requireWorking();
    if (!this.alive) throw disposedError("model");
  }
}
