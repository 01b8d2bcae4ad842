import { drawAcrobot } from "./acrobot.js";
import { drawCartPole } from "./cart-pole.js";
import type { Drawing } from "./drawing.js";
import { drawLunarLander, drawLunarLanderContinuous } from "./lunar-lander.js";
import { drawMountainCar, drawMountainCarContinuous } from "./mountain-car.js";
import { drawNumbers } from "./numbers.js";
import { drawPendulum } from "./pendulum.js";

const drawings: Readonly<Record<string, Drawing>> = {
  "CartPole-v1": drawCartPole,
  "Acrobot-v1": drawAcrobot,
  "MountainCar-v0": drawMountainCar,
  "MountainCarContinuous-v0": drawMountainCarContinuous,
  "Pendulum-v1": drawPendulum,
  "LunarLander-v3": drawLunarLander,
  "LunarLanderContinuous-v3": drawLunarLanderContinuous,
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

/** Frames per second that look natural. */
export const framesPerSecond = (environment: string): number =>
  environment === "Acrobot-v1" ? 15 : environment === "CartPole-v1" ? 50 : 30;
