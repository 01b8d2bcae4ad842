import { describe, expect, it } from "vitest";
import { figureSpec } from "./figure.js";
import { loadPlotting } from "./plotting.node.js";
import { pairOf } from "./testing/comparisons.js";

const pairs = [
  pairOf("CartPole-v1", "ppo", [500, 490, 470]),
  pairOf("CartPole-v1", "a2c", [200, 300, 100]),
  pairOf("Pendulum-v1", "ppo", [-150, -160, -170]),
  pairOf("Pendulum-v1", "a2c", [-900, -1200, -700]),
];
const comparison = { format: 1, pairs } as const;

async function draw(environments: readonly string[]) {
  const { svg, png } = await loadPlotting();
  const spec = figureSpec(comparison, "evaluation", environments);
  if (!svg || !png || !spec) throw new Error("nothing to draw, or nothing to draw with");
  const drawing = await svg(spec);
  return { svg: drawing, png: Buffer.from(png(drawing)) };
}

/** What is written in a drawing. */
const labels = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);

describe("the figure of one environment", () => {
  it("says in words what it shows", async () => {
    const { svg } = await draw(["CartPole-v1"]);
    expect(labels(svg)).toEqual(
      expect.arrayContaining([
        "CartPole-v1",
        "environment steps",
        "return",
        "ppo",
        "a2c",
        "solved at 475",
        "return of 20 greedy episodes; line: mean of 3 seeds, band: ± 1 standard deviation",
        "0",
        "20k",
      ]),
    );
  });

  it("has a line for each algorithm in a color of its own, the same in every figure", async () => {
    const strokes = (svg: string) => ["#0072B2", "#D55E00"].map((color) => svg.split(`stroke="${color}"`).length - 1);
    // A line and a symbol of the legend.
    expect(strokes((await draw(["CartPole-v1"])).svg)).toEqual([2, 2]);
    expect(strokes((await draw(["Pendulum-v1"])).svg)).toEqual([2, 2]);
    expect(strokes((await draw(["CartPole-v1", "Pendulum-v1"])).svg)).toEqual([3, 3]);
  });

  it("is a PNG of twice the size of the drawing, on white", async () => {
    const { svg, png } = await draw(["CartPole-v1"]);
    expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const [, width, height] = svg.match(/width="(\d+)" height="(\d+)"/) ?? [];
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * Number(width), 2 * Number(height)]);
    expect(svg).toContain('fill="white"');
  });
});

describe("the figure of several environments", () => {
  it("has a panel for each and one legend", async () => {
    const words = labels((await draw(["CartPole-v1", "Pendulum-v1"])).svg);
    expect(words).toEqual(expect.arrayContaining(["Learning curves", "CartPole-v1", "Pendulum-v1"]));
    expect(words.filter((word) => word === "ppo")).toHaveLength(1);
    expect(words.filter((word) => word === "environment steps")).toHaveLength(2);
  });

  it("there is none of environments without curves", () => {
    expect(figureSpec(comparison, "evaluation", ["Acrobot-v1"])).toBeNull();
  });
});

describe("what figures need", () => {
  it("is all installed here", async () => {
    expect((await loadPlotting()).missing).toEqual([]);
  });

  it("is named where it is not, and what can be drawn without it still is", async () => {
    const withoutPng = await loadPlotting((name) => name !== "dejavu-fonts-ttf");
    expect(withoutPng).toMatchObject({ missing: ["dejavu-fonts-ttf"], png: undefined, svg: expect.any(Function) });
    const withoutSvg = await loadPlotting((name) => name !== "vega-lite");
    expect(withoutSvg).toMatchObject({ missing: ["vega-lite"], svg: undefined });
  });
});
