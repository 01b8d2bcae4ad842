/**
 * The folders of src/, lowest first. A folder may import the floors below it, and others on its own floor as long as
 * that makes no circle.
 */
export const floors: readonly (readonly string[])[] = [
  ["tensor", "runtime", "spaces", "random", "files", "box2d", "mujoco"],
  ["nn", "distributions", "environments", "oracle"],
  ["policies"],
  ["rollout"],
  ["algorithms"],
  ["training", "modules"],
  ["comparison", "dashboard"],
  ["cli", "node"],
];

/** The floors that work on memory alone: their whole test suites also run in Chromium. */
export const browserFloors: readonly string[] = floors
  .slice(
    0,
    floors.findIndex((folders) => folders.includes("training")),
  )
  .flat();
