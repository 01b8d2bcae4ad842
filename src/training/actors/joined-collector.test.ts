import { describe, expect, it } from "vitest";
import { createRunningStatistics } from "../../environments/index.js";
import { randomFragment } from "../../rollout/testing/fragments.js";
import type { Snapshot } from "../../snapshot.js";
import { joinCollectors, type PartCollector } from "./joined-collector.js";
import type { SharedStatistics } from "./messages.js";

interface Order {
  readonly place: Snapshot | undefined;
  readonly known: Snapshot;
  readonly statistics: SharedStatistics;
}

/** Sees `values` one after the other, one at the beginning and one in every fragment, in a copy of its own. */
function seeing(values: readonly number[]) {
  const orders: Order[] = [];
  const observation = createRunningStatistics(1);
  const reward = createRunningStatistics(1);
  let at = 0;
  const look = () => observation.update(Float64Array.of(values[at++]!), 1);
  const placeNow = () => ({
    actor: at,
    statistics: observation.getState(),
    rewardStatistics: reward.getState(),
  });
  const collector: PartCollector = {
    async begin() {
      look();
      return placeNow();
    },
    async collect(_parameters, place, known, statistics) {
      orders.push({ place, known, statistics });
      observation.setState(statistics.observation);
      reward.setState(statistics.reward);
      look();
      reward.update(Float64Array.of(10 * values[at - 1]!), 1);
      return {
        fragment: randomFragment(2, 1),
        finished: [{ copy: values[0]!, episodeReturn: at, length: 1 }],
        time: { environment: 1, policy: 2 },
        place: placeNow(),
      };
    },
  };
  return { collector, orders };
}

const mean = (statistics: Snapshot) => (statistics as { readonly mean: Float64Array }).mean[0]!;
const count = (statistics: Snapshot) => (statistics as { readonly count: number }).count;
const parameters = new Float32Array(1);

describe("collectors of some of the copies, joined", () => {
  it("hand over one fragment of all copies, and what all have seen", async () => {
    const [a, b] = [seeing([1, 2, 3]), seeing([5, 6, 7])];
    const joined = joinCollectors([a.collector, b.collector]);
    const begun = await joined.begin(undefined);
    expect(mean(begun.statistics)).toBeCloseTo(3, 12);
    const first = await joined.collect(parameters, undefined, begun.actor);
    expect(first.fragment.environments).toBe(2);
    expect(first.finished.map(({ copy }) => copy)).toEqual([1, 5]);
    expect(first.time).toEqual({ environment: 2, policy: 4 });
    expect([count(first.place.statistics), mean(first.place.statistics)]).toEqual([4, 3.5]);
    const second = await joined.collect(parameters, undefined, first.place.actor);
    expect(count(second.place.statistics)).toBe(6);
    expect(mean(second.place.statistics)).toBeCloseTo(4, 12);
  });

  it("go on from the statistics of all, each from its own place", async () => {
    const [a, b] = [seeing([1, 2, 3]), seeing([5, 6, 7])];
    const joined = joinCollectors([a.collector, b.collector]);
    const begun = await joined.begin(undefined);
    const first = await joined.collect(parameters, undefined, begun.actor);
    await joined.collect(parameters, first.place.actor, first.place.actor);
    for (const { orders } of [a, b]) {
      expect(orders[0]).toMatchObject({ place: undefined, known: 1 });
      expect(orders[1]).toMatchObject({ place: 2, known: 2 });
      expect(count(orders[1]!.statistics.observation)).toBe(4);
      expect([count(orders[1]!.statistics.reward), mean(orders[1]!.statistics.reward)]).toEqual([2, 40]);
    }
    expect(a.orders[1]!.statistics).toEqual(b.orders[1]!.statistics);
  });

  it("have no statistics where nothing is normalized", async () => {
    const told: SharedStatistics[] = [];
    const plain: PartCollector = {
      begin: async () => ({ actor: 0, statistics: null }),
      async collect(_parameters, _place, _known, statistics) {
        told.push(statistics);
        const place = { actor: 1, statistics: null };
        return { fragment: randomFragment(2, 1), finished: [], time: { environment: 1, policy: 1 }, place };
      },
    };
    const joined = joinCollectors([plain, plain]);
    const { actor, statistics } = await joined.begin(undefined);
    expect(statistics).toBeNull();
    expect((await joined.collect(parameters, undefined, actor)).place.statistics).toBeNull();
    expect(told).toEqual(Array.from({ length: 2 }, () => ({ observation: null, reward: null })));
  });
});
