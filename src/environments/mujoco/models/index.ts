export { antModel } from "./ant.js";
export { halfCheetahModel } from "./half-cheetah.js";
export { humanoidModel, humanoidStandupModel } from "./humanoid.js";
export { invertedDoublePendulumModel, invertedPendulumModel } from "./inverted-pendulums.js";
export { hopperModel, walker2dModel } from "./planar-walkers.js";
export { pusherModel } from "./pusher.js";
export { reacherModel } from "./reacher.js";
export { swimmerModel } from "./swimmer.js";
