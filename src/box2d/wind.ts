import type { Random } from "../random/index.js";

export interface Wind {
  /** Newtons to the right. */
  readonly force: number;
  /** Newton metres. */
  readonly torque: number;
  /** On to the next step. */
  advance(): void;
}

/** Gusts over time, in [−1, 1], never periodic. */
const gust = (time: number) => Math.tanh(Math.sin(0.02 * time) + Math.sin(Math.PI * 0.01 * time));

/** Wind and turbulence of one episode: the same gusts, each from a random time on. */
export function createWind(random: Random, windPower: number, turbulencePower: number): Wind {
  let windTime = random.integer(2 * 9999) - 9999;
  let turbulenceTime = random.integer(2 * 9999) - 9999;
  return {
    get force() {
      return gust(windTime) * windPower;
    },
    get torque() {
      return gust(turbulenceTime) * turbulencePower;
    },
    advance() {
      windTime++;
      turbulenceTime++;
    },
  };
}
