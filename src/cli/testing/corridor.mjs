import { box, defineEnvironment, discrete } from "proximal";

/** Walk right to the end. */
export default defineEnvironment({
  id: "Corridor-v0",
  observationSpace: box({ shape: [1], low: 0, high: 1 }),
  actionSpace: discrete(2),
  maxEpisodeSteps: 20,
  create: () => {
    let place = 0;
    return {
      reset() {
        place = 0;
        return [0];
      },
      step(action) {
        place = Math.max(0, place + (action === 1 ? 1 : -1));
        return { observation: [place / 5], reward: place === 5 ? 1 : -0.1, terminated: place === 5 };
      },
      getState: () => place,
      setState(state) {
        place = state;
      },
    };
  },
});
