import {
  AmbientLight,
  BoxGeometry,
  BufferAttribute,
  BufferGeometry,
  CapsuleGeometry,
  Color,
  CylinderGeometry,
  DirectionalLight,
  GridHelper,
  HemisphereLight,
  InstancedMesh,
  Matrix4,
  Mesh,
  MeshBasicMaterial,
  MeshStandardMaterial,
  PerspectiveCamera,
  PlaneGeometry,
  Scene,
  SphereGeometry,
  Vector3,
  WebGLRenderer,
} from "three";
import type { SceneGeom, SceneModel, StageFrame } from "../../../src/dashboard/index.js";
import { palette } from "../../../ui/canvas.js";
import type { Painter } from "./painter.js";

/** Numbers of a geom's pose: position and rotation. */
const POSE = 12;
/** An infinite plane is drawn this far, in meters. */
const FAR = 200;
const MOST_CONTACTS = 64;

/**
 * A MuJoCo model in three dimensions: shapes are built once, and every moment only moves them. The camera follows the
 * heaviest body. Throws where there is no WebGL.
 */
export function createSpace(canvas: HTMLCanvasElement, model: SceneModel): Painter {
  // Kept, so that a recording can read what was drawn.
  const renderer = new WebGLRenderer({ canvas, antialias: true, preserveDrawingBuffer: true });
  renderer.shadowMap.enabled = true;
  const colors = palette();
  const scene = new Scene();
  scene.background = new Color(colors.ground);
  const camera = new PerspectiveCamera(45, 1, 0.01, 500);
  camera.up.set(0, 0, 1);
  scene.add(new AmbientLight(0xffffff, 0.5), new HemisphereLight(0xffffff, 0x888888, 1.2));
  const sun = new DirectionalLight(0xffffff, 2);
  sun.castShadow = true;
  sun.shadow.mapSize.set(1024, 1024);
  scene.add(sun, sun.target);

  const meshes = model.geoms.map((geom) => {
    const mesh = new Mesh(geometryOf(geom), materialOf(geom));
    mesh.castShadow = !geom.fixed;
    mesh.receiveShadow = true;
    mesh.matrixAutoUpdate = false;
    if (geom.kind === "plane") mesh.add(gridOf(geom, colors.muted));
    scene.add(mesh);
    return mesh;
  });
  const contacts = new InstancedMesh(
    new SphereGeometry(1, 12, 8),
    // Seen through the foot that stands there.
    new MeshBasicMaterial({ color: colors.series[4] as string, depthTest: false }),
    MOST_CONTACTS,
  );
  contacts.count = 0;
  contacts.frustumCulled = false;
  contacts.renderOrder = 1;
  scene.add(contacts);

  let yaw = -Math.PI / 3;
  let pitch = 0.35;
  let size = 1;
  let distance = 0;
  const target = new Vector3();
  const matrix = new Matrix4();
  let drawn = false;

  function place(frame: StageFrame): void {
    const { pose = [], contacts: touching = [] } = frame;
    for (const [i, mesh] of meshes.entries()) {
      const at = (n: number) => pose[POSE * i + n] as number;
      mesh.matrix.set(at(3), at(4), at(5), at(0), at(6), at(7), at(8), at(1), at(9), at(10), at(11), at(2), 0, 0, 0, 1);
      mesh.matrixWorldNeedsUpdate = true;
    }
    const center = new Vector3(...pose.slice(POSE * model.follow, POSE * model.follow + 3));
    if (!drawn) {
      size = sizeOf(model, pose, center);
      distance = 2.6 * size;
      target.copy(center);
      drawn = true;
    }
    // A new episode begins elsewhere; within one, the camera moves softly.
    target.lerp(center, frame.length === 0 ? 1 : 0.15);
    contacts.count = Math.min(MOST_CONTACTS, touching.length / 3);
    for (let i = 0; i < contacts.count; i++) {
      const [x = 0, y = 0, z = 0] = touching.slice(3 * i, 3 * i + 3);
      contacts.setMatrixAt(i, matrix.makeScale(size / 30, size / 30, size / 30).setPosition(x, y, z));
    }
    contacts.instanceMatrix.needsUpdate = true;
  }

  function render(): void {
    const flat = Math.cos(pitch) * distance;
    camera.position.set(
      target.x + Math.cos(yaw) * flat,
      target.y + Math.sin(yaw) * flat,
      Math.max(0.05, target.z + Math.sin(pitch) * distance),
    );
    camera.lookAt(target);
    sun.position.set(target.x + 2 * size, target.y - 3 * size, target.z + 6 * size);
    sun.target.position.copy(target);
    const { camera: shadow } = sun.shadow;
    Object.assign(shadow, { left: -4 * size, right: 4 * size, top: 4 * size, bottom: -4 * size, far: 20 * size });
    shadow.updateProjectionMatrix();
    renderer.render(scene, camera);
  }

  function resize(): void {
    const { clientWidth: width, clientHeight: height } = canvas;
    if (width === 0 || height === 0) return;
    renderer.setPixelRatio(Math.min(2, window.devicePixelRatio || 1));
    renderer.setSize(width, height, false);
    camera.aspect = width / height;
    camera.updateProjectionMatrix();
    if (drawn) render();
  }
  resize();

  return {
    skip: place,
    paint(frame) {
      place(frame);
      render();
    },
    resize,
    turn(by, up) {
      yaw += by;
      pitch = Math.min(1.5, Math.max(-0.2, pitch + up));
      if (drawn) render();
    },
    zoom(factor) {
      distance = Math.min(60 * size, Math.max(size, distance * factor));
      if (drawn) render();
    },
    close() {
      for (const mesh of [...meshes, contacts]) {
        mesh.geometry.dispose();
        (mesh.material as MeshStandardMaterial).dispose();
      }
      renderer.dispose();
    },
  };
}

/** How far the moving parts reach from the one that is followed. */
function sizeOf({ geoms }: SceneModel, pose: readonly number[], center: Vector3): number {
  let reach = 0.2;
  const place = new Vector3();
  for (const [i, { fixed, size }] of geoms.entries()) {
    if (fixed) continue;
    place.set(...(pose.slice(POSE * i, POSE * i + 3) as [number, number, number]));
    reach = Math.max(reach, Math.min(5, place.distanceTo(center) + Math.max(...size)));
  }
  return reach;
}

/** Shapes as MuJoCo has them: half lengths, and along z where three.js takes y. */
function geometryOf({ kind, size, field, vertices, faces }: SceneGeom): BufferGeometry {
  const [a = 0, b = 0, c = 0] = size;
  switch (kind) {
    case "plane":
      return new PlaneGeometry(a > 0 ? 2 * a : FAR, b > 0 ? 2 * b : FAR);
    case "sphere":
      return new SphereGeometry(a, 32, 16);
    case "capsule":
      return new CapsuleGeometry(a, 2 * b, 8, 24).rotateX(Math.PI / 2);
    case "cylinder":
      return new CylinderGeometry(a, a, 2 * b, 32).rotateX(Math.PI / 2);
    case "ellipsoid":
      return new SphereGeometry(1, 32, 16).scale(a, b, c);
    case "box":
      return new BoxGeometry(2 * a, 2 * b, 2 * c);
    case "hfield":
      return field ? fieldGeometry(field) : new BufferGeometry();
    case "mesh":
      return meshGeometry(vertices ?? [], faces ?? []);
  }
}

function fieldGeometry({ rows, columns, size, elevations }: NonNullable<SceneGeom["field"]>): BufferGeometry {
  const [radiusX = 1, radiusY = 1] = size;
  const vertices: number[] = [];
  const faces: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = -radiusX + (2 * radiusX * column) / (columns - 1);
      const y = -radiusY + (2 * radiusY * row) / (rows - 1);
      vertices.push(x, y, elevations[row * columns + column] ?? 0);
      if (row === 0 || column === 0) continue;
      const here = row * columns + column;
      faces.push(here - columns - 1, here - columns, here, here - columns - 1, here, here - 1);
    }
  }
  return meshGeometry(vertices, faces);
}

function meshGeometry(vertices: readonly number[], faces: readonly number[]): BufferGeometry {
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(Float32Array.from(vertices), 3));
  geometry.setIndex(new BufferAttribute(Uint32Array.from(faces), 1));
  geometry.computeVertexNormals();
  return geometry;
}

function materialOf({ kind, color }: SceneGeom): MeshStandardMaterial {
  const [r = 0.5, g = 0.5, b = 0.5, alpha = 1] = color;
  const ground = kind === "plane" || kind === "hfield";
  return new MeshStandardMaterial({
    color: ground ? new Color(0.62, 0.66, 0.7) : new Color().setRGB(r, g, b, "srgb"),
    roughness: ground ? 0.95 : 0.6,
    ...(alpha < 1 && !ground && { transparent: true, opacity: alpha }),
  });
}

/** Lines a meter apart, so that movement over an even plane is seen. */
function gridOf({ size }: SceneGeom, color: string): GridHelper {
  const extent = Math.min(FAR, 2 * Math.max(size[0] || FAR / 2, size[1] || FAR / 2));
  const grid = new GridHelper(extent, Math.max(2, Math.round(extent)), color, color);
  Object.assign(grid.material, { transparent: true, opacity: 0.35 });
  grid.rotation.x = Math.PI / 2;
  grid.position.z = 0.002;
  return grid;
}
