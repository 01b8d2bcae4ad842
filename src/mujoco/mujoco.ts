import { UsageError } from "../errors.js";
import type { FileSystemHandle } from "./bindings.js";
import { BESIDE_MODELS, createEngine, type Engine } from "./engine.js";
import { loadBindings } from "./load-bindings.js";
import { MujocoModel } from "./model.js";
import { modelArrayNames } from "./model-arrays.js";

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
  const forget = () => {
    loading = undefined;
  };
  loading ??= loadBindings(wasmUrl)
    .then((loaded) => createMujoco(createEngine(loaded, forget)))
    .catch((cause: unknown) => {
      // whoever installs the package meanwhile may try again
      forget();
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
      engine.requireMemory(COMPILING * textAndFiles(xml, files), BESIDE_MODELS);
      const explain = (reason: string, cause: unknown) => invalidModel(xml, reason, cause);
      // as a file, because of a text that is passed as such every error would leave a copy behind
      const name = freeName(files);
      const mounted = mount(engine, { ...files, [name]: xml });
      try {
        const handle = engine.guard(explain, () => engine.bindings.MjModel.from_xml_path(name, mounted));
        if (arenaBytes !== undefined) handle.narena = arenaBytes;
        return requireNumbers(new MujocoModel(engine, handle), xml);
      } finally {
        if (!engine.lost) mounted.delete();
      }
    },
  };
}

/** Bytes that compiling takes for each of the XML and its files, generously: geometry is parsed, indexed and copied. */
const COMPILING = 32;

const textAndFiles = (xml: string, files: ModelFiles) =>
  Object.values(files).reduce((sum, { length }) => sum + length, xml.length);

/** A name for the model itself. */
function freeName(files: ModelFiles): string {
  let name = "model.xml";
  while (Object.hasOwn(files, name)) name = `_${name}`;
  return name;
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
  if (/^(vector|basic_string|std::(bad_alloc|length_error))|could not allocate/i.test(reason)) {
    return new UsageError({
      code: "invalid-model",
      message: `MuJoCo cannot compile the model: it asks for more memory than there is (${reason}).`,
      fix: "Make what is largest in it smaller: height fields, meshes, textures, or <size>.",
      cause,
    });
  }
  const line = lineOf(reason);
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

/** The line of the model itself: where an included file is wrong, that of the inclusion. */
function lineOf(reason: string): number {
  const lines = [...reason.matchAll(/line(?: number=| )(\d+)/gi)];
  return Number((reason.startsWith("Include error") ? lines.at(-1) : lines[0])?.[1] ?? Number.NaN);
}

/** MuJoCo compiles what is not a number, and only says so in a log. Throws UsageError `invalid-model`. */
function requireNumbers(model: MujocoModel, xml: string): MujocoModel {
  for (const name of modelArrayNames) {
    const values = model[name];
    for (let i = 0; i < values.length; i++) {
      if (!Number.isNaN(values[i])) continue;
      model.dispose();
      const line = xml.split("\n").findIndex((text) => /["'\s]nan["'\s]/i.test(text)) + 1;
      throw new UsageError({
        code: "invalid-model",
        message: `The model's ${name}[${i}] is not a number${line > 0 ? `: line ${line} of the XML says "nan"` : ""}.`,
        fix: line > 0 ? "Write a number there." : "Look for impossible numbers in the XML and its files.",
      });
    }
  }
  return model;
}
