export { sanityEnvironments } from "./all.js";
export { dictParts } from "./dict.js";
export { images } from "./images.js";
export { masks } from "./masks.js";
export { multiBinaryTargets } from "./multi-binary.js";
export { multiDiscreteTargets } from "./multi-discrete.js";
export { sign } from "./sign.js";
export { timeLimit } from "./time-limit.js";
