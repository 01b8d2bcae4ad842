import { RunError, UsageError } from "../errors.js";
import type { DataHandle, OutputBuffer, WarningList } from "./bindings.js";
import { type DataArrays, dataArrayNames } from "./data-arrays.js";
import { disposedError, type Engine, reasonOf, simulationFailed } from "./engine.js";
import { arrayGetters, HeapArrays } from "./heap-arrays.js";
import type { MujocoModel } from "./model.js";
import { createRayCaster, type RayCaster, type RayOptions } from "./rays.js";
import { checkWarnings } from "./warnings.js";

const Arrays = arrayGetters<DataArrays>(dataArrayNames);

/** MuJoCo's own limit (mjMAXVAL): positions, speeds and accelerations beyond it count as an explosion. */
const LARGEST = 1e10;
/** Reading the warnings costs a tenth of a small model's step, so they are not read after every one. */
const STEPS_BETWEEN_LOOKS = 64;

/**
 * One simulation of a model. Arrays are its live memory: write `ctrl`, call `step`, read `qpos` or `sensordata`.
 * After an error from `step` or `forward` it stands at the model's initial configuration.
 */
export class MujocoData extends Arrays {
  private alive = true;
  private readonly engine: Engine;
  private readonly stateSignature: number;
  private state: OutputBuffer | undefined;
  private rays: RayCaster | undefined;
  private readonly warnings: WarningList;
  private stepsUnlooked = 0;

  /** @internal Made by `MujocoModel.createData`. */
  constructor(
    readonly model: MujocoModel,
    /** @internal */
    readonly handle: DataHandle,
    private readonly onDispose: () => void,
  ) {
    super(new HeapArrays("data", handle, model.engine.memory));
    this.engine = model.engine;
    this.stateSignature = model.engine.bindings.mjtState.mjSTATE_INTEGRATION.value;
    this.warnings = handle.warning;
  }

  get disposed(): boolean {
    return !this.alive;
  }

  /** Seconds simulated. */
  get time(): number {
    this.requireAlive();
    return this.handle.time;
  }

  set time(seconds: number) {
    this.requireAlive();
    this.handle.time = seconds;
  }

  /** Contacts found by the last step. Sensors of type `contact` and `touch` tell which, and how strong. */
  get contactCount(): number {
    this.requireAlive();
    return this.handle.ncon;
  }

  /** Where the contacts are that the last step or `forward` found: [contacts, 3]. For drawing; too slow for every step. */
  contactPositions(): Float64Array {
    this.requireAlive();
    const positions = new Float64Array(3 * this.handle.ncon);
    const contacts = this.handle.contact;
    for (let i = 0; i < positions.length / 3; i++) {
      const contact = contacts.get(i);
      if (!contact) continue;
      for (let axis = 0; axis < 3; axis++) positions[3 * i + axis] = contact.pos[axis] as number;
      contact.delete();
    }
    contacts.delete();
    return positions;
  }

  /** Bytes of the arena used at most so far: what `arenaBytes` must not be smaller than. */
  get arenaBytesUsed(): number {
    this.requireAlive();
    return this.handle.maxuse_arena;
  }

  /**
   * Advances by `count` time steps with the controls in `ctrl`. Throws RunError `unstable-simulation` where MuJoCo on its
   * own would start over silently (a position, velocity, acceleration or control that is not finite or beyond 1e10),
   * `simulation-warning` where it would leave out contacts, `out-of-simulation-memory` or `simulation-failed`.
   */
  step(count = 1): void {
    this.requireAlive();
    const { engine, model, handle } = this;
    this.requireSane("ctrl", this.ctrl);
    const address = engine.stackPointer();
    try {
      for (let i = 0; i < count; i++) engine.bindings.mj_step(model.handle, handle);
    } catch (cause) {
      this.fail(address, cause);
    }
    this.requireSane("qpos", this.qpos);
    this.requireSane("qvel", this.qvel);
    this.requireSane("qacc", this.qacc);
    if (++this.stepsUnlooked >= STEPS_BETWEEN_LOOKS || 2 * handle.maxuse_arena > handle.narena) {
      this.stepsUnlooked = 0;
      const problem = checkWarnings(this.warnings);
      if (problem !== undefined) {
        this.reset();
        throw problem;
      }
    }
  }

  /** Computes everything that follows from positions, velocities and controls, without advancing. */
  forward(): void {
    this.call(() => this.engine.bindings.mj_forward(this.model.handle, this.handle));
  }

  /** Fills in `cacc`, `cfrc_int` and `cfrc_ext` as of the last step or forward (mj_rnePostConstraint). */
  bodyForces(): void {
    this.requireAlive();
    const address = this.engine.stackPointer();
    try {
      this.engine.bindings.mj_rnePostConstraint(this.model.handle, this.handle);
    } catch (cause) {
      this.fail(address, cause);
    }
  }

  /** Fills in `subtree_linvel` and `subtree_angmom` as of the last step or forward (mj_subtreeVel). */
  subtreeVelocities(): void {
    this.call(() => this.engine.bindings.mj_subtreeVel(this.model.handle, this.handle));
  }

  /** Back to the model's initial configuration, at rest. */
  reset(): void {
    this.requireAlive();
    this.engine.bindings.mj_resetData(this.model.handle, this.handle);
  }

  /** To a keyframe of the XML. Throws UsageError `unknown-name`. */
  resetToKeyframe(name: string): void {
    this.requireAlive();
    this.engine.bindings.mj_resetDataKeyframe(this.model.handle, this.handle, this.model.id("keyframe", name));
  }

  /** Everything the next step depends on (mjSTATE_INTEGRATION, the solver's warm start included), as a copy. */
  getState(): Float64Array {
    this.requireAlive();
    const { engine, model } = this;
    const size = engine.bindings.mj_stateSize(model.handle, this.stateSignature);
    this.state ??= engine.guard(simulationFailed, () => new engine.bindings.DoubleBuffer(size));
    engine.bindings.mj_getState(model.handle, this.handle, this.state, this.stateSignature);
    return new Float64Array(engine.memory.buffer, this.state.GetPointer(), size).slice();
  }

  /**
   * Continues from what `getState` gave, exactly. Arrays that are computed, such as `xpos`, follow with the next `step`
   * or `forward`. Throws UsageError `wrong-length`.
   */
  setState(state: ArrayLike<number>): void {
    this.requireAlive();
    const { engine, model } = this;
    const size = engine.bindings.mj_stateSize(model.handle, this.stateSignature);
    if (state.length !== size) {
      throw new UsageError({
        code: "wrong-length",
        message: `A state of this model has ${size} numbers, but got ${state.length}.`,
        fix: "Pass what getState returned, for the same model.",
      });
    }
    engine.guard(simulationFailed, () =>
      engine.bindings.mj_setState(model.handle, this.handle, state, this.stateSignature),
    );
  }

  /** A sensor's numbers, as part of `sensordata`. In hot loops read there, at `model.sensor(name).address`. */
  sensor(name: string): Float64Array {
    const { address, dimension } = this.model.sensor(name);
    return this.sensordata.subarray(address, address + dimension);
  }

  /**
   * Distances along rays from one point [n] in multiples of their directions, −1 where nothing is met; geoms met by id.
   * `directions`: [n, 3]. Throws UsageError `wrong-length`.
   */
  castRays(
    origin: ArrayLike<number>,
    directions: ArrayLike<number>,
    distances: Float64Array,
    options?: RayOptions,
  ): void {
    this.requireAlive();
    this.rays ??= createRayCaster(this.engine, this.model.handle, this.handle);
    this.rays.cast(origin, directions, distances, options);
  }

  /** Frees its memory. Using it later throws UsageError `disposed`; disposing twice is fine. */
  dispose(): void {
    if (!this.alive) return;
    this.alive = false;
    this.arrays.forget();
    this.onDispose();
    if (this.engine.lost) return;
    this.rays?.dispose();
    this.state?.delete();
    this.handle.delete();
  }

  private requireAlive(): void {
    this.engine.requireWorking();
    if (!this.alive) throw disposedError("data");
  }

  private call(body: () => void): void {
    this.requireAlive();
    const address = this.engine.stackPointer();
    try {
      body();
    } catch (cause) {
      this.fail(address, cause);
    }
  }

  private fail(address: number, cause: unknown): never {
    this.engine.recover(address, cause);
    this.reset();
    throw simulationFailed(reasonOf(cause), cause);
  }

  /** One pass of comparisons that only NaN and explosions fail. */
  private requireSane(name: string, values: Float64Array): void {
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (!(value <= LARGEST && value >= -LARGEST)) this.explode(name, i, value);
    }
  }

  private explode(name: string, index: number, value: number): never {
    const { time } = this.handle;
    this.reset();
    throw new RunError({
      code: "unstable-simulation",
      message: `The simulation became unstable: ${name}[${index}] is ${value} at ${time.toPrecision(4)} s.`,
      fix:
        name === "ctrl"
          ? "Write finite numbers into ctrl."
          : "Lower the timestep, the forces or the stiffness, add damping or armature, or end the episode earlier.",
    });
  }
}
