import { createRequire } from "node:module";
import type { FigureSpec } from "./figure.js";

/** Draws with the packages that are installed. */
export interface Plotting {
  /** Undefined without `vega` and `vega-lite`. */
  readonly svg: ((spec: FigureSpec) => Promise<string>) | undefined;
  /** Undefined without `@resvg/resvg-js` and `dejavu-fonts-ttf`. */
  readonly png: ((svg: string) => Uint8Array) | undefined;
  /** The packages that are not installed. */
  readonly missing: readonly string[];
}

/** How many of a PNG's pixels stand for one of the SVG's units. */
const SCALE = 2;

const importers = {
  vega: () => import("vega"),
  "vega-lite": () => import("vega-lite"),
  "@resvg/resvg-js": () => import("@resvg/resvg-js"),
} as const;

/** Looks for the optional packages that figures need; `isInstalled` is for tests. */
export async function loadPlotting(isInstalled: (name: string) => boolean = () => true): Promise<Plotting> {
  const missing: string[] = [];
  async function find<Module>(name: string, load: () => Promise<Module>): Promise<Module | undefined> {
    try {
      if (isInstalled(name)) return await load();
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    missing.push(name);
    return undefined;
  }
  const vega = await find("vega", importers.vega);
  const vegaLite = await find("vega-lite", importers["vega-lite"]);
  const resvg = await find("@resvg/resvg-js", importers["@resvg/resvg-js"]);
  const fonts = await find("dejavu-fonts-ttf", async () => fontFiles());
  return {
    missing,
    svg:
      vega && vegaLite
        ? async (spec) => {
            const { spec: compiled } = vegaLite.compile(spec as unknown as Parameters<typeof vegaLite.compile>[0]);
            const view = new vega.View(vega.parse(compiled), { renderer: "none", logLevel: vega.Error });
            const { textMetrics } = vega as unknown as Measuring;
            const { width } = textMetrics;
            try {
              textMetrics.width = textWidth;
              return await view.toSVG();
            } finally {
              textMetrics.width = width;
              view.finalize();
            }
          }
        : undefined,
    png:
      resvg && fonts
        ? (svg) =>
            new resvg.Resvg(svg, {
              fitTo: { mode: "zoom", value: SCALE },
              font: { loadSystemFonts: false, fontFiles: [...fonts], defaultFontFamily: "DejaVu Sans" },
            })
              .render()
              .asPng()
        : undefined,
  };
}

/** How Vega measures text where there is no canvas; not among its declared types. */
interface Measuring {
  readonly textMetrics: { width: (item: TextItem, text?: string) => number };
}

interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
  readonly text?: unknown;
}

/** Close to DejaVu Sans, in ems; Vega takes all letters for wider than any of its. */
function textWidth({ fontSize = 11, fontWeight, text: own }: TextItem, text?: string): number {
  const letters = String(text ?? own ?? "");
  const narrow = letters.match(/[ ijlrtf.,:;'|()-]/g)?.length ?? 0;
  const width = 0.36 * narrow + 0.63 * (letters.length - narrow);
  return Math.ceil(width * fontSize * (fontWeight === "bold" ? 1.12 : 1));
}

function fontFiles(): readonly string[] {
  const { resolve } = createRequire(import.meta.url);
  return ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((name) => resolve(`dejavu-fonts-ttf/ttf/${name}`));
}

function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND";
}
