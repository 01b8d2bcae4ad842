import { box, discrete } from "../../spaces/index.js";
import { defineEnvironment } from "../define.js";

const HEIGHT = 10;
const WIDTH = 12;
const CHANNELS = 2;

/**
 * One step: a bright square of 3 × 3 pixels in the second channel of a dim, noisy image [height, width, channels], and
 * another in the first channel that is there to mislead. Reward 1 for the quadrant that the second channel's square is in.
 * Solved (1) only if all channels reach the network, and every picture with the step that it belongs to.
 */
export const images = defineEnvironment({
  id: "Images-v0",
  observationSpace: box({ shape: [HEIGHT, WIDTH, CHANNELS], low: 0, high: 255 }),
  actionSpace: discrete(4),
  rewardThreshold: 0.95,
  create(random) {
    const image = new Float32Array(HEIGHT * WIDTH * CHANNELS);
    let quadrant = 0;
    /** Somewhere within a quadrant. */
    const drawSquare = (where: number, channel: number) => {
      const top = Math.floor(where / 2) * (HEIGHT / 2) + random.integer(HEIGHT / 2 - 2);
      const left = (where % 2) * (WIDTH / 2) + random.integer(WIDTH / 2 - 2);
      for (let row = top; row < top + 3; row++) {
        for (let column = left; column < left + 3; column++) image[(row * WIDTH + column) * CHANNELS + channel] = 255;
      }
    };
    return {
      reset() {
        for (let i = 0; i < image.length; i++) image[i] = random.integer(64);
        quadrant = random.integer(4);
        drawSquare(random.integer(4), 0);
        drawSquare(quadrant, 1);
        return image;
      },
      step: (action) => ({ observation: image, reward: action === quadrant ? 1 : 0, terminated: true }),
      getState: () => ({ image: image.slice(), quadrant }),
      setState(state) {
        const saved = state as { readonly image: Float32Array; readonly quadrant: number };
        image.set(saved.image);
        quadrant = saved.quadrant;
      },
    };
  },
});
