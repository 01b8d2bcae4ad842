/**
 * The simulations behind the Box2D environments, on planck, Box2D in JavaScript. Importing this needs the package
 * `planck`; the environments are in `proximal/environments`, which load this when they are used.
 * @module
 */
export type { BodyMotion } from "./body-motion.js";
export { createWorld } from "./create-world.js";
export type { Episode, EpisodeStep } from "./episode.js";
export type { GroundContacts } from "./ground-contacts.js";
export { createLander, type Lander, type Thrust } from "./lander.js";
export { beginLanding, type LandingConditions } from "./landing.js";
export { castLidar, LIDAR_RAYS } from "./lidar.js";
export { moonHeights, PAD_HEIGHT } from "./moon.js";
export { MotorJoint, Settling } from "./motor-joint.js";
export { beginWalk } from "./walk.js";
export { createWalker, type Walker } from "./walker.js";
export { type Block, CELL, TERRAIN_POINTS, type Terrain, walkerTerrain } from "./walker-terrain.js";
