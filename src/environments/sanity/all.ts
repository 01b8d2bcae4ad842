import type { EnvironmentDefinition } from "../environment.js";
import { dictParts } from "./dict.js";
import { images } from "./images.js";
import { masks } from "./masks.js";
import { memory } from "./memory.js";
import { multiBinaryTargets } from "./multi-binary.js";
import { multiDiscreteTargets } from "./multi-discrete.js";
import { sign } from "./sign.js";
import { timeLimit } from "./time-limit.js";

/** Environments that are solved in seconds by a sound learner, and not at all by one with the bug that each is there for. */
export const sanityEnvironments: readonly EnvironmentDefinition[] = [
  sign,
  timeLimit,
  masks,
  memory,
  multiDiscreteTargets,
  multiBinaryTargets,
  images,
  dictParts,
];
