import { describe, expect, it } from "vitest";
import { formatProgress, trackProgress } from "./progress.js";

function trackWithClock(startStep = 0) {
  let now = 1_000;
  const track = trackProgress({ totalSteps: 100_000, startStep, clock: () => now });
  return (milliseconds: number, step: number, values: Record<string, number> = {}) => {
    now = 1_000 + milliseconds;
    return track({ step, values });
  };
}

describe("trackProgress", () => {
  it("measures speed from the start and estimates the rest from it", () => {
    // 20,000 steps in 4 s = 5,000 steps/s; 80,000 to go = 16 s.
    expect(trackWithClock()(4_000, 20_000)).toEqual({
      step: 20_000,
      totalSteps: 100_000,
      stepsPerSecond: 5_000,
      episodicReturn: undefined,
      secondsLeft: 16,
    });
  });

  it("does not count steps of earlier processes", () => {
    expect(trackWithClock(50_000)(10_000, 60_000).stepsPerSecond).toBe(1_000);
  });

  it("remembers the last episodic return", () => {
    const track = trackWithClock();
    track(1, 10, { "charts/episodic_return": 22 });
    expect(track(2, 20).episodicReturn).toBe(22);
  });

  it("knows no speed before any time has passed", () => {
    expect(trackWithClock()(0, 0)).toMatchObject({ stepsPerSecond: undefined, secondsLeft: undefined });
  });
});

describe("formatProgress", () => {
  const base = { step: 12_000, totalSteps: 100_000, stepsPerSecond: 8_000.4, episodicReturn: 102.345 };

  it.each([
    [11, "11 s left"],
    [59.5, "1 min left"],
    [61, "2 min left"],
    [3_600, "1 h 0 min left"],
    [7_325, "2 h 3 min left"],
  ])("writes %d seconds as %s", (secondsLeft, expected) => {
    expect(formatProgress({ ...base, secondsLeft })).toBe(
      `12,000/100,000 steps · 8,000 steps/s · return 102.3 · ${expected}`,
    );
  });

  it("leaves out what is not known", () => {
    expect(
      formatProgress({ ...base, stepsPerSecond: undefined, episodicReturn: undefined, secondsLeft: undefined }),
    ).toBe("12,000/100,000 steps");
  });
});
