/** Okabe and Ito's colors (jfly.uni-koeln.de/color), which the color-blind can tell apart, without their yellow. */
export const COLORS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#4D4D4D"];
/** Once the colors are used up, they are used again with other lines. */
export const DASHES = [[], [6, 3], [2, 2]];

const FONT = "DejaVu Sans, Verdana, sans-serif";
const INK = "#333333";
export const PALE = "#767676";

/** How all figures look, as Vega-Lite's configuration. */
export const figureConfig = {
  font: FONT,
  view: { stroke: null },
  title: {
    anchor: "start",
    frame: "group",
    fontSize: 15,
    fontWeight: "bold",
    color: INK,
    subtitleColor: PALE,
    subtitleFontSize: 11,
    subtitlePadding: 4,
    offset: 12,
  },
  axis: {
    domainColor: "#BBBBBB",
    tickColor: "#BBBBBB",
    gridColor: "#ECECEC",
    labelColor: INK,
    titleColor: INK,
    labelFontSize: 11,
    titleFontSize: 12,
    titleFontWeight: "normal",
    titlePadding: 8,
    tickCount: 5,
  },
  axisX: { grid: false, labelFlush: false },
  axisY: { grid: true },
  legend: {
    orient: "bottom",
    direction: "horizontal",
    columns: 5,
    labelFontSize: 12,
    labelColor: INK,
    symbolType: "stroke",
    symbolStrokeWidth: 3,
    symbolSize: 260,
    columnPadding: 18,
    offset: 14,
  },
};
