/**
 * ANYmal C, told to walk ahead for 5 s and never pushed, for a recording:
 * npx proximal record runs/quadruped/anymal-c-1 docs/images/anymal-c.png --environment ./bench/quadruped/ahead.mjs --seed 1
 */
import { quadrupedEnvironment } from "proximal/environments";

export default await quadrupedEnvironment({
  id: "AnymalAhead",
  episodeSeconds: 5,
  commands: { forward: [0.8, 0.8], lateral: [0, 0], yaw: [0, 0], standing: 0 },
  randomization: { friction: [0.8, 0.8], pushSpeed: 0 },
});
