import type { Simulation } from "../environments/index.js";

/** A body's shape, as MuJoCo has it: sizes are its `size`, the position and rotation come with every frame. */
export interface SceneGeom {
  readonly kind: "plane" | "hfield" | "sphere" | "capsule" | "ellipsoid" | "cylinder" | "box" | "mesh";
  readonly size: readonly number[];
  readonly color: readonly number[];
  /** Part of the ground: it never moves. */
  readonly fixed: boolean;
  /** Of a height field. */
  readonly field?: {
    readonly rows: number;
    readonly columns: number;
    readonly size: readonly number[];
    /** Elevations in meters, row-major. */
    readonly elevations: readonly number[];
  };
  /** Of a mesh. */
  readonly vertices?: readonly number[];
  readonly faces?: readonly number[];
}

/** What a viewer builds once. */
export interface SceneModel {
  readonly geoms: readonly SceneGeom[];
  /** Index of the geom that the camera follows. */
  readonly follow: number;
}

/** By mjtGeom. */
const kinds = ["plane", "hfield", "sphere", "capsule", "ellipsoid", "cylinder", "box", "mesh"] as const;

/** Groups that MuJoCo's own viewer leaves out: invisible helpers, collision shapes. */
const FIRST_HIDDEN_GROUP = 3;

/** The geoms that are drawn, by their index in the model, and what they look like. */
export function describeModel({ model }: Pick<Simulation, "model">): { indices: number[]; scene: SceneModel } {
  const indices: number[] = [];
  const geoms: SceneGeom[] = [];
  let follow = -1;
  for (let i = 0; i < model.sizes.ngeom; i++) {
    const kind = kinds[model.geom_type[i]!];
    const body = model.geom_bodyid[i]!;
    const material = model.geom_matid[i]!;
    const rgba =
      material >= 0 ? model.mat_rgba.slice(4 * material, 4 * material + 4) : model.geom_rgba.slice(4 * i, 4 * i + 4);
    if (kind === undefined || rgba[3] === 0 || model.geom_group[i]! >= FIRST_HIDDEN_GROUP) continue;
    // The heaviest body is where the eye is.
    if (body > 0 && (follow < 0 || model.body_mass[body]! > model.body_mass[model.geom_bodyid[indices[follow]!]!]!)) {
      follow = indices.length;
    }
    indices.push(i);
    geoms.push({
      kind,
      size: [...model.geom_size.slice(3 * i, 3 * i + 3)],
      color: [...rgba],
      fixed: body === 0,
      ...(kind === "hfield" && { field: describeField(model, model.geom_dataid[i]!) }),
      ...(kind === "mesh" && describeMesh(model, model.geom_dataid[i]!)),
    });
  }
  return { indices, scene: { geoms, follow: Math.max(0, follow) } };
}

function describeField(model: Simulation["model"], id: number): NonNullable<SceneGeom["field"]> {
  const [rows, columns] = [model.hfield_nrow[id]!, model.hfield_ncol[id]!];
  const size = [...model.hfield_size.slice(4 * id, 4 * id + 4)];
  const begin = model.hfield_adr[id]!;
  const elevations = Array.from(model.hfield_data.slice(begin, begin + rows * columns), (share) =>
    Number((share * size[2]!).toFixed(4)),
  );
  return { rows, columns, size, elevations };
}

function describeMesh(model: Simulation["model"], id: number): Pick<SceneGeom, "vertices" | "faces"> {
  const vertex = 3 * model.mesh_vertadr[id]!;
  const face = 3 * model.mesh_faceadr[id]!;
  return {
    vertices: [...model.mesh_vert.slice(vertex, vertex + 3 * model.mesh_vertnum[id]!)],
    faces: [...model.mesh_face.slice(face, face + 3 * model.mesh_facenum[id]!)],
  };
}
