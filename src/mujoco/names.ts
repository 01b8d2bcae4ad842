import { UsageError } from "../errors.js";
import { didYouMean } from "../text.js";
import type { ModelHandle } from "./bindings.js";

/** Kinds of things that the XML names. */
export type NamedKind =
  | "body"
  | "joint"
  | "geom"
  | "site"
  | "camera"
  | "mesh"
  | "height field"
  | "tendon"
  | "actuator"
  | "sensor"
  | "keyframe";

/** Kinds of named things: the word for people, and what MuJoCo calls their number and the addresses of their names. */
const kinds = {
  body: { count: "nbody", addresses: "name_bodyadr" },
  joint: { count: "njnt", addresses: "name_jntadr" },
  geom: { count: "ngeom", addresses: "name_geomadr" },
  site: { count: "nsite", addresses: "name_siteadr" },
  camera: { count: "ncam", addresses: "name_camadr" },
  mesh: { count: "nmesh", addresses: "name_meshadr" },
  "height field": { count: "nhfield", addresses: "name_hfieldadr" },
  tendon: { count: "ntendon", addresses: "name_tendonadr" },
  actuator: { count: "nactuator", addresses: "name_actuatoradr" },
  sensor: { count: "nsensor", addresses: "name_sensoradr" },
  keyframe: { count: "nkey", addresses: "name_keyadr" },
} as const satisfies Readonly<Record<NamedKind, { readonly count: string; readonly addresses: string }>>;

export interface Names {
  /** The names of all things of a kind by their ids; "" where the XML gives none. */
  of(kind: NamedKind): readonly string[];
  /** Throws UsageError `unknown-name` with the nearest one. */
  id(kind: NamedKind, name: string): number;
}

/** The names in a model. They are read from its text: MuJoCo's own function returns whatever lies there for a nameless thing. */
export function readNames(handle: ModelHandle): Names {
  const text = Uint8Array.from(handle.names as ArrayLike<number>);
  const tables = new Map(
    (Object.keys(kinds) as NamedKind[]).map((kind) => {
      const { count, addresses } = kinds[kind];
      const starts = Array.from(handle[addresses] as ArrayLike<number>).slice(0, handle[count] as number);
      return [kind, starts.map((start) => decode(text, start))];
    }),
  );
  const of = (kind: NamedKind) => tables.get(kind) ?? [];
  return {
    of,
    id(kind, name) {
      const id = name === "" ? -1 : of(kind).indexOf(name);
      if (id >= 0) return id;
      const known = of(kind).filter((other) => other !== "");
      throw new UsageError({
        code: "unknown-name",
        message: `The model has no ${kind} "${name}".`,
        fix:
          known.length === 0
            ? `None of its ${handle[kinds[kind].count]} has a name: give it one in the XML.`
            : `${didYouMean(name, known)}There ${known.length === 1 ? "is" : "are"}: ${known.join(", ")}.`,
      });
    },
  };
}

function decode(text: Uint8Array, start: number): string {
  return new TextDecoder().decode(text.subarray(start, text.indexOf(0, start)));
}
