/** A handle to an object of the WebAssembly heap, as the official bindings give it. */
export interface Handle {
  delete(): void;
}

/** Memory of the bindings' own, for functions that write into an array. */
export interface OutputBuffer extends Handle {
  GetPointer(): number;
}

export interface OptionHandle extends Handle {
  timestep: number;
  disableflags: number;
}

export interface WarningList {
  get(index: number): (Handle & { readonly number: number }) | undefined;
}

export interface ModelHandle extends Handle {
  readonly opt: OptionHandle;
  narena: number;
  readonly nbuffer: number;
  readonly [array: string]: unknown;
}

/** A copy of the contacts; it and each of them has to be deleted. */
export interface ContactList extends Handle {
  size(): number;
  get(index: number): (Handle & { readonly pos: ArrayLike<number> }) | undefined;
}

export interface DataHandle extends Handle {
  time: number;
  readonly ncon: number;
  readonly maxuse_arena: number;
  readonly narena: number;
  readonly warning: WarningList;
  readonly contact: ContactList;
  readonly [array: string]: unknown;
}

export interface FileSystemHandle extends Handle {
  addBuffer(name: string, bytes: Uint8Array): void;
}

interface EnumValue {
  readonly value: number;
}

/**
 * What this layer uses of the official bindings. Their own declarations call nearly every array `any`, and would have to
 * be installed wherever ours are read.
 */
export interface Bindings {
  readonly MjModel: {
    new (model: ModelHandle): ModelHandle;
    from_xml_path(name: string, files: FileSystemHandle): ModelHandle;
  };
  readonly MjData: new (model: ModelHandle) => DataHandle;
  readonly MjVFS: new () => FileSystemHandle;
  readonly DoubleBuffer: new (count: number) => OutputBuffer;
  readonly IntBuffer: new (count: number) => OutputBuffer;
  readonly mjtState: { readonly mjSTATE_INTEGRATION: EnumValue };
  readonly mjtDisableBit: { readonly mjDSBL_AUTORESET: EnumValue };
  mj_versionString(): string;
  mj_step(model: ModelHandle, data: DataHandle): void;
  mj_forward(model: ModelHandle, data: DataHandle): void;
  mj_rnePostConstraint(model: ModelHandle, data: DataHandle): void;
  mj_subtreeVel(model: ModelHandle, data: DataHandle): void;
  mj_resetData(model: ModelHandle, data: DataHandle): void;
  mj_resetDataKeyframe(model: ModelHandle, data: DataHandle, keyframe: number): void;
  mj_setConst(model: ModelHandle, data: DataHandle): void;
  mj_stateSize(model: ModelHandle, signature: number): number;
  mj_getState(model: ModelHandle, data: DataHandle, state: OutputBuffer, signature: number): void;
  mj_setState(model: ModelHandle, data: DataHandle, state: ArrayLike<number>, signature: number): void;
  mj_multiRay(
    model: ModelHandle,
    data: DataHandle,
    origin: ArrayLike<number>,
    directions: ArrayLike<number>,
    groups: ArrayLike<number> | null,
    includeStatic: boolean,
    excludedBody: number,
    geoms: Int32Array,
    distances: Float64Array,
    normals: null,
    count: number,
    cutoff: number,
  ): void;
}

/** What the WebAssembly instance itself offers, beside the bindings. */
export interface InstanceExports {
  readonly memory: WebAssembly.Memory;
  /** 0 where there is no such room. */
  malloc(bytes: number): number;
  free(address: number): void;
  emscripten_stack_get_current(): number;
  _emscripten_stack_restore(address: number): void;
}
