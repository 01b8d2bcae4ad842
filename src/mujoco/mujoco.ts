import { UsageError } from "../errors.js";
import type { FileSystemHandle } from "./bindings.js";
import { createEngine, type Engine } from "./engine.js";
import { loadBindings } from "./load-bindings.js";
import { MujocoModel } from "./model.js";

/** Files that a model's XML names, by the names it uses: meshes, textures, height fields, included XML. */
export type ModelFiles = Readonly<Record<string, Uint8Array | string>>;

export interface CompileOptions {
  readonly files?: ModelFiles;
  /**
   * Bytes in which each data keeps contacts and constraints; default: the XML's <size memory>, or MuJoCo's 13 MB. With
   * hundreds of data a model wants a few hundred kilobytes instead; `arenaBytesUsed` tells what it needs.
   */
  readonly arenaBytes?: number;
}

/** MuJoCo, running in WebAssembly in this thread. */
export interface Mujoco {
  readonly version: string;
  /**
   * Compiles a model from the text of its XML (MJCF or URDF). Throws UsageError `invalid-model` with MuJoCo's message and
   * the line, or `invalid-option`.
   */
  compile(xml: string, options?: CompileOptions): MujocoModel;
}

export interface LoadMujocoOptions {
  /** Where mujoco.wasm is served; default: beside the package's own script, as bundlers arrange it. */
  readonly wasmUrl?: string | URL;
}

let loading: Promise<Mujoco> | undefined;

/**
 * MuJoCo, loaded at the first call and shared by all later ones of this thread.
 * Throws UsageError `missing-package` if `@mujoco/mujoco` is not installed, RunError `mujoco-not-loaded`.
 */
export function loadMujoco({ wasmUrl }: LoadMujocoOptions = {}): Promise<Mujoco> {
  loading ??= loadBindings(wasmUrl)
    .then((loaded) => createMujoco(createEngine(loaded)))
    .catch((cause: unknown) => {
      // whoever installs the package meanwhile may try again
      loading = undefined;
      throw cause;
    });
  return loading;
}

function createMujoco(engine: Engine): Mujoco {
  return {
    version: engine.bindings.mj_versionString(),
    compile(xml, { files = {}, arenaBytes } = {}) {
      if (arenaBytes !== undefined && !(Number.isSafeInteger(arenaBytes) && arenaBytes >= 1024)) {
        throw new UsageError({
          code: "invalid-option",
          message: `compile: option "arenaBytes" is ${arenaBytes}.`,
          fix: "Give a whole number of bytes, at least 1024, such as 262144.",
        });
      }
      const explain = (reason: string, cause: unknown) => invalidModel(xml, reason, cause);
      const mounted = mount(engine, files);
      try {
        const handle = engine.guard(explain, () => engine.bindings.MjModel.from_xml_string(xml, mounted));
        if (arenaBytes !== undefined) handle.narena = arenaBytes;
        return new MujocoModel(engine, handle);
      } finally {
        mounted.delete();
      }
    },
  };
}

function mount(engine: Engine, files: ModelFiles): FileSystemHandle {
  const mounted = new engine.bindings.MjVFS();
  const encoder = new TextEncoder();
  for (const [name, content] of Object.entries(files)) {
    engine.guard(
      (reason, cause) =>
        new UsageError({
          code: "invalid-model-file",
          message: `The file "${name}" cannot be given to the model: ${reason}`,
          fix: "Give each file once, under the name that the XML uses.",
          cause,
        }),
      () => mounted.addBuffer(name, typeof content === "string" ? encoder.encode(content) : content),
    );
  }
  return mounted;
}

function invalidModel(xml: string, reason: string, cause: unknown): UsageError {
  const line = Number(/line(?: number=| )(\d+)/i.exec(reason)?.[1] ?? Number.NaN);
  const text = xml.split("\n")[line - 1]?.trim();
  const missing = /Error opening file '([^']*)'/.exec(reason)?.[1];
  return new UsageError({
    code: "invalid-model",
    message: `MuJoCo cannot compile the model: ${reason}.`,
    fix:
      missing !== undefined
        ? `Pass the file's content: compile(xml, { files: { "${missing}": bytes } }).`
        : text
          ? `Correct line ${line} of the XML: ${text.length > 120 ? `${text.slice(0, 119)}…` : text}`
          : "Correct the XML; https://mujoco.readthedocs.io/en/stable/XMLreference.html lists what there is.",
    cause,
  });
}
