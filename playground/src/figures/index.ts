export { type ClipFigures, clipFigures } from "./clip.js";
export { objective } from "./clipping.js";
export { alongUpdate, type BoundPoint, type StepMap, stepMap } from "./exact.js";
export { figuresOf, REGION } from "./figures.js";
export { regionFigures } from "./region.js";
export { type Bin, familyOf, weightFigures } from "./weights.js";
