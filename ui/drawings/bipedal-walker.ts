import { type Drawing, rod } from "./drawing.js";

/** Box2D's units are pixels of the original picture divided by this. */
const SCALE = 30;
const HULL = [
  [-30, 9],
  [6, 9],
  [34, 1],
  [34, -8],
  [-30, -8],
].map(([x = 0, y = 0]) => [x / SCALE, y / SCALE] as const);
const HIP = -8 / SCALE;
const LEG = 34 / SCALE;
const LIDAR_RANGE = 160 / SCALE;
const RAYS = 10;

/**
 * Observation: the hull's angle and speeds, of each leg the angles of hip and knee (plus 1), their speeds and whether it
 * touches the ground, and how far ten rays reach until they meet it, as a share of their range.
 */
export const drawBipedalWalker: Drawing = (surface, { observation }, { ink, muted, series }) => {
  const { context, width, height } = surface;
  const at = (i: number) => observation[i] as number;
  const scale = height / 5.2;
  const place = (x: number, y: number): [number, number] => [width * 0.4 + x * scale, height * 0.42 - y * scale];
  const ground = Array.from({ length: RAYS }, (_, i): [number, number] => {
    const [angle, reach] = [(1.5 * i) / RAYS, at(14 + i) * LIDAR_RANGE];
    return place(Math.sin(angle) * reach, -Math.cos(angle) * reach);
  }).filter((_, i) => at(14 + i) < 1);
  const [first] = ground;
  if (first) {
    let previous: [number, number] = [0, first[1]];
    for (const spot of ground) {
      rod(surface, previous, spot, 2, muted);
      previous = spot;
    }
  }
  const hull = at(0);
  const turned = (x: number, y: number): [number, number] => [
    x * Math.cos(hull) - y * Math.sin(hull),
    x * Math.sin(hull) + y * Math.cos(hull),
  ];
  const leg = (first: number, color: string) => {
    const upper = hull + at(first);
    const lower = upper + at(first + 2) - 1;
    const hip = turned(0, HIP);
    const knee: [number, number] = [hip[0] + LEG * Math.sin(upper), hip[1] - LEG * Math.cos(upper)];
    const foot: [number, number] = [knee[0] + LEG * Math.sin(lower), knee[1] - LEG * Math.cos(lower)];
    const touches = at(first + 4) > 0;
    rod(surface, place(...hip), place(...knee), 0.26 * scale, color);
    rod(surface, place(...knee), place(...foot), 0.2 * scale, touches ? (series[2] as string) : color);
  };
  leg(4, series[4] as string);
  context.fillStyle = series[0] as string;
  context.beginPath();
  for (const [x, y] of HULL) context.lineTo(...place(...turned(x, y)));
  context.fill();
  leg(9, series[1] as string);
  context.fillStyle = ink;
  context.textAlign = "right";
  context.textBaseline = "top";
  context.fillText(`${Number(at(2).toFixed(2))} of full speed`, width - 8, 6);
};
