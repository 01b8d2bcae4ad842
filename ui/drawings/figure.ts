import type { Palette, Surface } from "../canvas.js";
import type { Drawing } from "./drawing.js";

type Point = readonly [x: number, y: number, z: number];

/** Where a simulated body is looked at from, without perspective. */
export interface Camera {
  /** From the side (x to the right, z up), from above (x to the right, y up), or aslant. */
  readonly view: "side" | "above" | "aslant";
  /** Meters from the bottom of the picture to its top. */
  readonly height: number;
  /** In the middle of the picture. */
  readonly center: Point;
  /** Goes along with the body. */
  readonly follows?: boolean;
}

/** Numbers of a shape: kind, size (3), position (3) and rotation (9, row by row), as MuJoCo has them. */
export const SHAPE_NUMBERS = 16;

/** MuJoCo's kinds of shapes that are no balls here. */
const [PLANE, CAPSULE, CYLINDER, BOX] = [0, 3, 5, 6];

/** The picture's axes: to the right, up, and towards the viewer. */
function axesOf(view: Camera["view"]): readonly [right: Point, up: Point, towards: Point] {
  const [azimuth, elevation] = view === "side" ? [0, 0] : view === "above" ? [0, Math.PI / 2] : [0.6, 0.35];
  const [sin, cos, rise, run] = [Math.sin(azimuth), Math.cos(azimuth), Math.sin(elevation), Math.cos(elevation)];
  return [
    [cos, sin, 0],
    [-sin * rise, cos * rise, run],
    [sin * run, -cos * run, rise],
  ];
}

const dot = (a: Point, b: Point) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** Draws the shapes of a body: capsules, balls, cylinders and boxes, those farther away first. */
export function drawFigure({ view, height: meters, center, follows = false }: Camera): Drawing {
  const [right, up, towards] = axesOf(view);
  return (surface, { shapes }, colors) => {
    const { context, width, height } = surface;
    if (!shapes) {
      context.fillStyle = colors.muted;
      context.textAlign = "center";
      context.fillText("Loading MuJoCo …", width / 2, height / 2);
      return;
    }
    const all = shapesOf(shapes);
    const bodies = all.filter(({ kind }) => kind !== PLANE);
    const scale = height / meters;
    const middle: Point = follows ? add(center, groundOf(bodies, view)) : center;
    const place = (point: Point): Spot => [
      width / 2 + scale * (dot(point, right) - dot(middle, right)),
      height / 2 - scale * (dot(point, up) - dot(middle, up)),
    ];
    if (all.length > bodies.length) drawGround(surface, colors, view, middle, meters, place);
    const byDepth = bodies
      .map((shape) => ({ shape, depth: dot(shape.position, towards) }))
      .sort((a, b) => a.depth - b.depth);
    const [far = 0, near = 0] = [byDepth[0]?.depth, byDepth.at(-1)?.depth];
    for (const { shape, depth } of byDepth) {
      // What is farther away is paler, so that left legs and right legs can be told apart.
      const paleness = near - far < 0.02 ? 0 : 0.45 * ((near - depth) / (near - far));
      drawShape(context, shape, place, scale, colors, paleness);
    }
  };
}

interface Shape {
  readonly kind: number;
  readonly size: Point;
  readonly position: Point;
  /** Columns of its rotation: its own axes. */
  readonly axes: readonly [Point, Point, Point];
}

type Spot = readonly [x: number, y: number];

function shapesOf(numbers: Float32Array): Shape[] {
  return Array.from({ length: numbers.length / SHAPE_NUMBERS }, (_, i) => {
    const at = (k: number) => numbers[i * SHAPE_NUMBERS + k] as number;
    const column = (k: number): Point => [at(7 + k), at(10 + k), at(13 + k)];
    return {
      kind: at(0),
      size: [at(1), at(2), at(3)],
      position: [at(4), at(5), at(6)],
      axes: [column(0), column(1), column(2)],
    };
  });
}

const add = (a: Point, b: Point): Point => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
const along = (from: Point, direction: Point, length: number): Point => [
  from[0] + length * direction[0],
  from[1] + length * direction[1],
  from[2] + length * direction[2],
];

/** Where a body stands: the mean of its shapes, on the ground. */
function groundOf(bodies: readonly Shape[], view: Camera["view"]): Point {
  const mean = (axis: 0 | 1) => bodies.reduce((sum, { position }) => sum + position[axis], 0) / (bodies.length || 1);
  return [mean(0), view === "side" ? 0 : mean(1), 0];
}

/** Lines half a meter apart, which show how fast the body goes. */
function drawGround(
  { context, width, height }: Surface,
  { line, muted }: Palette,
  view: Camera["view"],
  middle: Point,
  meters: number,
  place: (point: Point) => Spot,
): void {
  const reach = (meters * Math.max(1, width / height)) / 2 + 0.5;
  const first = (value: number) => Math.ceil((value - reach) * 2) / 2;
  const stroke = (from: Spot, to: Spot) => {
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(...to);
    context.stroke();
  };
  context.lineWidth = 1;
  context.strokeStyle = line;
  if (view === "side") {
    const ground = place([middle[0], 0, 0])[1];
    for (let x = first(middle[0]); x < middle[0] + reach; x += 0.5) {
      stroke([place([x, 0, 0])[0], ground], [place([x, 0, 0])[0] - 6, ground + 10]);
    }
    context.strokeStyle = muted;
    context.lineWidth = 2;
    stroke([0, ground], [width, ground]);
    return;
  }
  const [x0, y0] = [first(middle[0]), first(middle[1])];
  for (let k = 0; k < 4 * reach; k++) {
    stroke(place([x0 + k / 2, y0, 0]), place([x0 + k / 2, y0 + 2 * reach, 0]));
    stroke(place([x0, y0 + k / 2, 0]), place([x0 + 2 * reach, y0 + k / 2, 0]));
  }
}

function drawShape(
  context: CanvasRenderingContext2D,
  { kind, size, position, axes }: Shape,
  place: (point: Point) => Spot,
  scale: number,
  { series, surface, muted }: Palette,
  paleness: number,
): void {
  const color = kind === BOX || kind === CYLINDER ? muted : (series[0] as string);
  context.beginPath();
  context.lineJoin = "round";
  if (kind === CAPSULE || kind === CYLINDER) {
    context.lineCap = kind === CAPSULE ? "round" : "butt";
    context.moveTo(...place(along(position, axes[2], -size[1])));
    context.lineTo(...place(along(position, axes[2], size[1])));
    const thickness = Math.max(2, 2 * size[0] * scale);
    // A rim in the color of the ground keeps limbs apart that overlap.
    stroke(context, surface, thickness + 2, 0);
    stroke(context, color, thickness, paleness);
    context.lineCap = "butt";
    return;
  }
  if (kind === BOX) for (const spot of hullOf(corners(position, size, axes).map(place))) context.lineTo(...spot);
  else context.arc(...place(position), Math.max(2, size[0] * scale), 0, 2 * Math.PI);
  context.closePath();
  stroke(context, surface, 2, 0);
  context.fillStyle = surface;
  context.fill();
  context.globalAlpha = 1 - paleness;
  context.fillStyle = color;
  context.fill();
  context.globalAlpha = 1;
}

function stroke(context: CanvasRenderingContext2D, color: string, width: number, paleness: number): void {
  context.globalAlpha = 1 - paleness;
  context.strokeStyle = color;
  context.lineWidth = width;
  context.stroke();
  context.globalAlpha = 1;
}

function corners(position: Point, size: Point, axes: readonly [Point, Point, Point]): Point[] {
  return Array.from({ length: 8 }, (_, i) =>
    axes.reduce(
      (point, axis, k) => along(point, axis, (i >> k) & 1 ? size[k as 0 | 1 | 2] : -size[k as 0 | 1 | 2]),
      position,
    ),
  );
}

/** The corners around which a rubber band would lie (Andrew's monotone chain). */
export function hullOf(spots: readonly Spot[]): Spot[] {
  const sorted = [...spots].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const turn = (o: Spot, a: Spot, b: Spot) => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
  const half = (ordered: readonly Spot[]) => {
    const chain: Spot[] = [];
    for (const spot of ordered) {
      while (chain.length > 1 && turn(chain.at(-2) as Spot, chain.at(-1) as Spot, spot) <= 0) chain.pop();
      chain.push(spot);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half([...sorted].reverse())];
}
