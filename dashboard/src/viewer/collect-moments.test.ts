import { describe, expect, it } from "vitest";
import type { StageFrame } from "../../../src/dashboard/index.js";
import { collectMoments, type MomentOptions } from "./collect-moments.js";

/** Episodes of so many steps, each of which pays 1. */
function collected(episodeSteps: number, options: MomentOptions) {
  let length = 0;
  const next = (): StageFrame => {
    const at = length;
    length = at + 1 === episodeSteps ? 0 : at + 1;
    return {
      observation: [],
      action: [],
      distribution: [],
      value: undefined,
      episodeReturn: at,
      length: at,
      trained: 0,
      ...(length === 0 && { ended: { terminated: true, episodeReturn: episodeSteps } }),
    };
  };
  return collectMoments(async (count) => Array.from({ length: count }, next), options);
}

describe("the moments of a recording", () => {
  it("are those of whole episodes", async () => {
    const { moments, returns } = (await collected(7, { episodes: 3, longest: 7 }))!;
    expect(moments.map(({ length }) => length)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6,
    ]);
    expect(returns).toEqual([7, 7, 7]);
  });

  it("end with the steps that were asked for, whatever episodes last", async () => {
    const { moments, returns } = (await collected(50, { episodes: 3, steps: 60, longest: 10 }))!;
    expect(moments).toHaveLength(60);
    expect(returns).toEqual([50]);
    const endless = (await collected(Number.POSITIVE_INFINITY, { episodes: 1, steps: 33, longest: 10 }))!;
    expect([endless.moments.length, endless.returns]).toEqual([33, []]);
  });

  it("are none where an episode does not end and no steps were asked for", async () => {
    expect(await collected(Number.POSITIVE_INFINITY, { episodes: 1, longest: 500 })).toBeUndefined();
    expect(await collected(501, { episodes: 1, longest: 500 })).toBeUndefined();
  });
});
