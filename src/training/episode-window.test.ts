import { describe, expect, it } from "vitest";
import { EpisodeWindow } from "./episode-window.js";

const episode = (episodeReturn: number, length = 1) => ({ copy: 0, episodeReturn, length });

describe("the window of the last episodes", () => {
  it("averages what it holds and counts everything", () => {
    const window = new EpisodeWindow(3);
    expect(window.meanReturn).toBeNaN();
    window.add([episode(1, 10), episode(2, 20)]);
    expect([window.meanReturn, window.meanLength, window.count, window.episodes]).toEqual([1.5, 15, 2, 2]);
    window.add([episode(3), episode(4), episode(5)]);
    expect([window.meanReturn, window.count, window.episodes]).toEqual([4, 3, 5]);
  });

  it("averages further figures over the episodes that have them, and keeps them with its state", () => {
    const window = new EpisodeWindow(2);
    const told = (figures: Record<string, number>) => ({ ...episode(1), figures });
    window.add([
      told({ swing: 9 }),
      told({ swing: 1, fell: 0 }),
      episode(1),
      told({ swing: Number.NaN, fell: 1 }),
      told({ swing: 4 }),
    ]);
    expect(window.meanFigures).toEqual({ swing: 2.5, fell: 0.5 });
    const other = new EpisodeWindow(2);
    other.setState(window.getState());
    for (const each of [window, other]) each.add([told({ swing: 8 })]);
    expect(other.meanFigures).toEqual({ swing: 6, fell: 0.5 });
    expect(other.getState()).toEqual(window.getState());
  });

  it("goes on from a saved state", () => {
    const window = new EpisodeWindow(2);
    window.add([episode(1), episode(2), episode(3)]);
    const other = new EpisodeWindow(2);
    other.setState(window.getState());
    for (const each of [window, other]) each.add([episode(7, 5)]);
    expect(other.getState()).toEqual(window.getState());
    expect(other.meanReturn).toBe(5);
  });
});
