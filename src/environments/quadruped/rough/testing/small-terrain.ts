import { defineEnvironment } from "../../../define.js";
import { anymalC } from "../../robots/index.js";
import { roughQuadrupedEnvironment, roughSpaces } from "../index.js";

const options = {
  id: "SmallTerrain-v0",
  terrain: { levels: 4, cell: 0.25, types: ["rough", "stairs-up"] },
  // copies that fall or stand come down from here
  curriculum: { start: [1, 3] },
  episodeSeconds: 0.3,
  perception: { noise: 1 },
} as const;

/** Terrain that is made in no time, with episodes so short that levels move within a few steps. */
export const smallTerrain = defineEnvironment({
  id: options.id,
  ...roughSpaces(anymalC),
  maxEpisodeSteps: 15,
  staggered: true,
  load: () => roughQuadrupedEnvironment(options),
});
