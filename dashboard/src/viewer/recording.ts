import type { StageFrame } from "../../../src/dashboard/index.js";
import { palette } from "../../../ui/canvas.js";
import { tickLabel } from "../../../ui/frame.js";
import { collectMoments, type MomentOptions } from "./collect-moments.js";
import { createPainter, type Painter, rateOf } from "./painter.js";
import { StageClient } from "./stage-client.js";

export interface RecordingOptions extends MomentOptions {
  readonly format: "webm" | "gif" | "png";
  readonly seed: number;
  readonly greedy: boolean;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

export interface Recording {
  /** Of the file, in base64. */
  readonly bytes: string;
  readonly frames: number;
  /** Of the episodes that ended. */
  readonly returns: readonly number[];
}

declare global {
  interface Window {
    /** For `proximal record`, which opens this page in a browser without a screen. */
    proximalRecord?: (options: RecordingOptions) => Promise<Recording | null>;
  }
}

export function offerRecording(): void {
  window.proximalRecord = record;
}

/** GIFs have hundredths of a second, and players slow down what is faster than this. */
const FASTEST_GIF = 25;
const SHEET = { columns: 4, rows: 3 };

/** Plays episodes and draws every moment of them; the same options give the same frames. null where an episode does not end. */
async function record(options: RecordingOptions): Promise<Recording | null> {
  const { format, seed, greedy, width, height } = options;
  const stage = await StageClient.open(undefined, seed);
  const collected = await collectMoments((count) => stage.frames(count, greedy, undefined), options);
  if (!collected) return null;
  const { moments, returns } = collected;
  const canvas = document.createElement("canvas");
  Object.assign(canvas.style, { width: `${width}px`, height: `${height}px`, position: "fixed", left: "0", top: "0" });
  document.body.append(canvas);
  const painter = await createPainter(canvas, stage.description);
  const picture = new Picture(canvas, painter, width, height);
  const rate = rateOf(stage.description);
  const write = { webm: writeWebm, gif: writeGif, png: writeSheet }[format];
  const { bytes, frames } = await write(picture, moments, rate);
  painter.close();
  canvas.remove();
  return { bytes: toBase64(bytes), frames, returns };
}

/** What is drawn, on an even ground, with what a viewer would want to know. */
class Picture {
  readonly canvas = document.createElement("canvas");
  readonly context: CanvasRenderingContext2D;
  private readonly colors = palette();

  constructor(
    private readonly drawing: HTMLCanvasElement,
    private readonly painter: Painter,
    readonly width: number,
    readonly height: number,
  ) {
    Object.assign(this.canvas, { width, height });
    const context = this.canvas.getContext("2d", { willReadFrequently: true });
    if (!context) throw new Error("This browser draws on no canvas.");
    this.context = context;
  }

  skip(frame: StageFrame): void {
    this.painter.skip?.(frame);
  }

  paint(frame: StageFrame): void {
    const { context, colors, width, height } = this;
    this.painter.paint(frame);
    context.fillStyle = colors.surface;
    context.fillRect(0, 0, width, height);
    context.drawImage(this.drawing, 0, 0, width, height);
    context.fillStyle = colors.ink;
    context.font = "13px system-ui, sans-serif";
    context.fillText(`step ${frame.length}   return ${tickLabel(frame.episodeReturn)}`, 10, 20);
  }
}

type Written = Promise<{ readonly bytes: Uint8Array; readonly frames: number }>;

async function writeWebm(picture: Picture, moments: readonly StageFrame[], rate: number): Written {
  const { BufferTarget, CanvasSource, getFirstEncodableVideoCodec, Output, QUALITY_HIGH, WebMOutputFormat } =
    await import("mediabunny");
  const { width, height } = picture;
  const codec = await getFirstEncodableVideoCodec(["vp9", "vp8"], { width, height });
  if (!codec) throw new Error("This browser encodes neither VP9 nor VP8.");
  const output = new Output({ format: new WebMOutputFormat(), target: new BufferTarget() });
  const source = new CanvasSource(picture.canvas, { codec, bitrate: QUALITY_HIGH });
  output.addVideoTrack(source, { frameRate: rate });
  await output.start();
  for (const [i, frame] of moments.entries()) {
    picture.paint(frame);
    await source.add(i / rate, 1 / rate);
  }
  await output.finalize();
  return { bytes: new Uint8Array(output.target.buffer as ArrayBuffer), frames: moments.length };
}

async function writeGif(picture: Picture, moments: readonly StageFrame[], rate: number): Written {
  const { Encoder } = await import("modern-gif");
  const { width, height } = picture;
  const stride = Math.max(1, Math.round(rate / FASTEST_GIF));
  const encoder = new Encoder({ width, height, maxColors: 64, looped: true });
  let frames = 0;
  for (const [i, frame] of moments.entries()) {
    if (i % stride !== 0) {
      picture.skip(frame);
      continue;
    }
    picture.paint(frame);
    const { data } = picture.context.getImageData(0, 0, width, height);
    await encoder.encode({ data, delay: Math.round((1000 * stride) / rate) });
    frames++;
  }
  return { bytes: new Uint8Array(await encoder.flush("arrayBuffer")), frames };
}

/** Moments that lie evenly apart, on one sheet. */
async function writeSheet(picture: Picture, moments: readonly StageFrame[]): Written {
  const { columns, rows } = SHEET;
  const count = Math.min(columns * rows, moments.length);
  const chosen = new Map(
    Array.from({ length: count }, (_, i) => [Math.floor((i * (moments.length - 1)) / Math.max(1, count - 1)), i]),
  );
  const sheet = document.createElement("canvas");
  Object.assign(sheet, { width: columns * picture.width, height: Math.ceil(count / columns) * picture.height });
  const context = sheet.getContext("2d") as CanvasRenderingContext2D;
  for (const [i, frame] of moments.entries()) {
    const place = chosen.get(i);
    if (place === undefined) {
      picture.skip(frame);
      continue;
    }
    picture.paint(frame);
    context.drawImage(picture.canvas, (place % columns) * picture.width, Math.floor(place / columns) * picture.height);
  }
  const blob = await new Promise<Blob | null>((resolve) => sheet.toBlob(resolve, "image/png"));
  if (!blob) throw new Error("This browser writes no PNG.");
  return { bytes: new Uint8Array(await blob.arrayBuffer()), frames: chosen.size };
}

function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
}
