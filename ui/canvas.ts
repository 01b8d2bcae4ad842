/** Colors that a drawing may use, from the page's style sheet. */
export interface Palette {
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
  readonly ground: string;
  readonly series: readonly string[];
}

const palettes = new Map<boolean, Palette>();

/** The colors of the present theme. Asking for computed styles is dear, so each theme is asked for once. */
export function palette(): Palette {
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  const known = palettes.get(dark);
  if (known) return known;
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const colors = {
    ink: read("ink"),
    muted: read("muted"),
    line: read("line"),
    surface: read("surface"),
    ground: read("ground"),
    series: [1, 2, 3, 4, 5, 6, 7].map((n) => read(`series-${n}`)),
  };
  palettes.set(dark, colors);
  return colors;
}

export interface Surface {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
}

/** Clears a canvas and scales it so that one unit is one CSS pixel. */
export function prepare(canvas: HTMLCanvasElement): Surface | undefined {
  const { clientWidth: width, clientHeight: height } = canvas;
  const context = canvas.getContext("2d");
  if (!context || width === 0 || height === 0) return undefined;
  const ratio = window.devicePixelRatio || 1;
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.font = "12px system-ui, sans-serif";
  return { context, width, height };
}
