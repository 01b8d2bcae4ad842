import type { Body, Edge, Polygon, World } from "planck";
import type { Picture, PictureShape } from "../picture.js";

/** What of a world is in sight: ground is what does not move, `main` is the body, all else are limbs. */
export function worldShapes(world: World, main: Body, { left, right }: Picture["view"]): PictureShape[] {
  const shapes: PictureShape[] = [];
  for (let body = world.getBodyList(); body; body = body.getNext()) {
    const part = body.isStatic() ? "ground" : body === main ? "body" : "limb";
    for (let fixture = body.getFixtureList(); fixture; fixture = fixture.getNext()) {
      const shape = fixture.getShape();
      const corners =
        shape.getType() === "polygon"
          ? (shape as Polygon).m_vertices
          : shape.getType() === "edge"
            ? [(shape as Edge).m_vertex1, (shape as Edge).m_vertex2]
            : [];
      const placed = corners.map((corner) => (body as Body).getWorldPoint(corner));
      if (placed.every(({ x }) => x < left) || placed.every(({ x }) => x > right)) continue;
      shapes.push({ points: placed.flatMap(({ x, y }) => [x, y]), part });
    }
  }
  return shapes;
}
