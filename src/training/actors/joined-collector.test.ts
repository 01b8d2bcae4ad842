import { describe, expect, it } from "vitest";
import { createRunningStatistics } from "../../environments/index.js";
import { randomFragment } from "../../rollout/testing/fragments.js";
import type { Snapshot } from "../../snapshot.js";
import { joinCollectors, type PartCollector } from "./joined-collector.js";
import type { ActorPlace } from "./messages.js";
import type { SharedStatistics } from "./shared-statistics.js";

interface Order {
  readonly from: Snapshot | undefined;
  readonly known: SharedStatistics;
}

/** Sees `values` one after the other, one at the beginning and one in every fragment, in a copy of its own. */
function seeing(values: readonly number[]) {
  const orders: Order[] = [];
  let at = 0;
  function see(): ActorPlace {
    const value = values[at++]!;
    const seen = { observation: statisticsOf(value), reward: at === 1 ? null : statisticsOf(10 * value) };
    return { actor: at, statistics: null, seen };
  }
  const collector: PartCollector = {
    begin: async () => see(),
    async collect(_parameters, from, known) {
      orders.push({ from, known });
      return {
        fragment: randomFragment(2, 1),
        finished: [{ copy: values[0]!, episodeReturn: at, length: 1 }],
        time: { environment: 1, policy: 2 },
        place: see(),
      };
    },
  };
  return { collector, orders };
}

function statisticsOf(...values: readonly number[]): Snapshot {
  const statistics = createRunningStatistics(1);
  for (const value of values) statistics.update(Float64Array.of(value), 1);
  return statistics.getState();
}

const mean = (statistics: Snapshot) => (statistics as { readonly mean: Float64Array }).mean[0]!;
const count = (statistics: Snapshot) => (statistics as { readonly count: number } | null)?.count ?? 0;
const parameters = new Float32Array(1);
const two = () => [seeing([1, 2, 3, 4]), seeing([5, 6, 7, 8])] as const;

describe("collectors of some of the copies, joined", () => {
  it("hand over one fragment of all copies, and what all have seen", async () => {
    const [a, b] = two();
    const joined = joinCollectors([a.collector, b.collector]);
    const begun = await joined.begin(undefined);
    expect(mean(begun.statistics)).toBeCloseTo(3, 12);
    const first = await joined.collect(parameters, undefined);
    expect(first.fragment.environments).toBe(2);
    expect(first.finished.map(({ copy }) => copy)).toEqual([1, 5]);
    expect(first.time).toEqual({ environment: 2, policy: 4 });
    expect([count(first.place.statistics), mean(first.place.statistics)]).toEqual([4, 3.5]);
    const second = await joined.collect(parameters, undefined);
    expect(count(second.place.statistics)).toBe(6);
    expect(mean(second.place.statistics)).toBeCloseTo(4, 12);
  });

  it("go on with what all knew one fragment before, whether they are asked ahead or not", async () => {
    const [patient, ahead] = [two(), two()];
    const joined = joinCollectors(patient.map(({ collector }) => collector));
    await joined.begin(statisticsOf(100));
    for (let fragment = 0; fragment < 3; fragment++) await joined.collect(parameters, undefined);
    const pipelined = joinCollectors(ahead.map(({ collector }) => collector));
    await pipelined.begin(statisticsOf(100));
    let underWay = pipelined.collect(parameters, undefined);
    for (let fragment = 0; fragment < 2; fragment++) {
      const next = pipelined.collect(parameters, undefined);
      await underWay;
      underWay = next;
    }
    await underWay;
    for (const { orders } of [...patient, ...ahead]) {
      // the one that was given, two from beginning, two more from the first fragment
      expect(orders.map(({ known }) => count(known.observation))).toEqual([1, 3, 5]);
      expect(orders.map(({ known }) => count(known.reward))).toEqual([0, 0, 2]);
      expect(mean(orders[1]!.known.observation)).toBeCloseTo(106 / 3, 12);
      expect(mean(orders[2]!.known.reward)).toBeCloseTo(40, 12);
      expect(orders).toEqual(patient[0].orders);
    }
  });

  it("go on from where they were, each from its own place, with what all knew then", async () => {
    const before = two();
    const joined = joinCollectors(before.map(({ collector }) => collector));
    await joined.begin(undefined);
    const { place } = await joined.collect(parameters, undefined);
    await joined.collect(parameters, undefined);
    const after = [seeing([3, 4]), seeing([7, 8])] as const;
    const restored = joinCollectors(after.map(({ collector }) => collector));
    const { place: end } = await restored.collect(parameters, place.actor);
    await restored.collect(parameters, undefined);
    expect(after.map(({ orders }) => orders.map(({ from }) => from))).toEqual([
      [2, undefined],
      [2, undefined],
    ]);
    expect(after[0].orders[0]!.known).toEqual(before[0].orders[1]!.known);
    expect(count(after[0].orders[1]!.known.observation)).toBe(4);
    expect(count(end.statistics)).toBe(6);
  });

  it("have no statistics where nothing is normalized", async () => {
    const told: SharedStatistics[] = [];
    const none = { observation: null, reward: null };
    const place = { actor: 0, statistics: null, seen: none };
    const plain: PartCollector = {
      begin: async () => place,
      async collect(_parameters, _from, known) {
        told.push(known);
        return { fragment: randomFragment(2, 1), finished: [], time: { environment: 1, policy: 1 }, place };
      },
    };
    const joined = joinCollectors([plain, plain]);
    expect((await joined.begin(undefined)).statistics).toBeNull();
    expect((await joined.collect(parameters, undefined)).place.statistics).toBeNull();
    expect(told).toEqual([none, none]);
  });
});
