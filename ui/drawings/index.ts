import { drawAcrobot } from "./acrobot.js";
import { drawBipedalWalker } from "./bipedal-walker.js";
import { drawCartPole } from "./cart-pole.js";
import type { Drawing } from "./drawing.js";
import { type Camera, drawFigure } from "./figure.js";
import { drawImage } from "./image.js";
import { drawLunarLander, drawLunarLanderContinuous } from "./lunar-lander.js";
import { drawMountainCar, drawMountainCarContinuous } from "./mountain-car.js";
import { drawNumbers } from "./numbers.js";
import { drawPendulum } from "./pendulum.js";

/** Meters from the bottom of the picture to its top, and where it is looked at from. */
const cameras: Readonly<Record<string, Camera>> = {
  "InvertedPendulum-v5": { view: "side", height: 1.4, center: [0, 0, 0.35] },
  "InvertedDoublePendulum-v5": { view: "side", height: 2.2, center: [0, 0, 0.6] },
  "Reacher-v5": { view: "above", height: 0.68, center: [0, 0, 0] },
  "Pusher-v5": { view: "aslant", height: 2, center: [0.2, -0.2, -0.1] },
  "Swimmer-v5": { view: "above", height: 1.8, center: [0, 0, 0], follows: true },
  "HalfCheetah-v5": { view: "side", height: 1.6, center: [0, 0, 0.55], follows: true },
  "Hopper-v5": { view: "side", height: 2.1, center: [0, 0, 0.85], follows: true },
  "Walker2d-v5": { view: "side", height: 2.1, center: [0, 0, 0.85], follows: true },
  "Ant-v5": { view: "aslant", height: 2.6, center: [0, 0, 0.4], follows: true },
  "Humanoid-v5": { view: "aslant", height: 2.3, center: [0, 0, 0.8], follows: true },
  "HumanoidStandup-v5": { view: "aslant", height: 2.3, center: [0, 0, 0.7], follows: true },
};

const figures = Object.fromEntries(Object.entries(cameras).map(([id, camera]) => [id, drawFigure(camera)]));

const drawings: Readonly<Record<string, Drawing>> = {
  "CartPole-v1": drawCartPole,
  "Acrobot-v1": drawAcrobot,
  "MountainCar-v0": drawMountainCar,
  "MountainCarContinuous-v0": drawMountainCarContinuous,
  "Pendulum-v1": drawPendulum,
  "LunarLander-v3": drawLunarLander,
  "LunarLanderContinuous-v3": drawLunarLanderContinuous,
  "BipedalWalker-v3": drawBipedalWalker,
  "BipedalWalkerHardcore-v3": drawBipedalWalker,
  "Images-v0": drawImage(10, 12, 2),
  ...figures,
};

/** How an environment is drawn; of those without a picture, the numbers of the observation are shown. */
export const drawingFor = (environment: string): Drawing => drawings[environment] ?? drawNumbers;

const actionNames: Readonly<Record<string, readonly string[]>> = {
  "CartPole-v1": ["left", "right"],
  "Acrobot-v1": ["torque −1", "torque 0", "torque +1"],
  "MountainCar-v0": ["push left", "coast", "push right"],
  "LunarLander-v3": ["nothing", "left engine", "main engine", "right engine"],
  "Gridworld3x3-v0": ["up", "right", "down", "left"],
  "Chain5-v0": ["left", "right"],
};

export const actionName = (environment: string, index: number): string =>
  actionNames[environment]?.[index] ?? `action ${index}`;

/** Steps per second of simulated time, where that is what looks natural. */
const rates: Readonly<Record<string, number>> = {
  "Acrobot-v1": 15,
  "CartPole-v1": 50,
  "BipedalWalker-v3": 50,
  "BipedalWalkerHardcore-v3": 50,
  "LunarLander-v3": 50,
  "LunarLanderContinuous-v3": 50,
  "Hopper-v5": 125,
  "Walker2d-v5": 125,
  "Swimmer-v5": 25,
  "Reacher-v5": 50,
  "Humanoid-v5": 67,
  "HumanoidStandup-v5": 67,
  "InvertedPendulum-v5": 25,
};

/** Slow enough to be read, where nothing moves. */
const STILL = 2;

/** Frames per second that look natural. */
export const framesPerSecond = (environment: string): number =>
  rates[environment] ??
  (environment in cameras ? 20 : environment in drawings && environment !== "Images-v0" ? 30 : STILL);
