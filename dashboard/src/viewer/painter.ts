import type { StageDescription, StageFrame } from "../../../src/dashboard/index.js";
import { palette, prepare } from "../../../ui/canvas.js";
import { describePolicy } from "../../../ui/describe-policy.js";
import { drawingFor, framesPerSecond } from "../../../ui/drawings/index.js";
import { drawPicture } from "../../../ui/drawings/picture.js";
import type { Scene } from "../../../ui/scene.js";

/** Draws moments of an agent on a canvas. */
export interface Painter {
  paint(frame: StageFrame): void;
  /** Instead of painting a moment that nobody sees: the camera follows all the same. */
  skip?(frame: StageFrame): void;
  resize(): void;
  /** Turns the view, in radians, where there is one to turn. */
  turn?(yaw: number, pitch: number): void;
  zoom?(factor: number): void;
  close(): void;
}

/** Two dimensions by canvas drawings; MuJoCo's by three.js, which is fetched then. */
export async function createPainter(canvas: HTMLCanvasElement, description: StageDescription): Promise<Painter> {
  if (description.model) {
    const { createSpace } = await import("./space.js");
    return createSpace(canvas, description.model);
  }
  const draw = drawingFor(description.environment);
  let last: StageFrame | undefined;
  const paint = (frame: StageFrame) => {
    last = frame;
    const surface = prepare(canvas);
    if (!surface) return;
    if (frame.picture) drawPicture(surface, frame.picture, palette());
    else draw(surface, sceneOf(frame, description), palette());
  };
  return { paint, resize: () => last && paint(last), close: () => {} };
}

export const rateOf = ({ environment, secondsPerStep, model }: StageDescription): number =>
  secondsPerStep ? 1 / secondsPerStep : model ? 50 : framesPerSecond(environment);

/** A moment as drawings take it. */
export function sceneOf(frame: StageFrame, { actionKind }: StageDescription): Scene {
  const { observation, action, distribution, value, episodeReturn, length } = frame;
  return {
    observation: Float32Array.from(observation),
    action,
    ...describePolicy({ kind: actionKind }, Float32Array.from(distribution)),
    value,
    episodeReturn,
    length,
  };
}
