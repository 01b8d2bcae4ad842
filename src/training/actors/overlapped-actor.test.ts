import { describe, expect, it } from "vitest";
import type { Fragment } from "../../rollout/index.js";
import type { Snapshot } from "../../snapshot.js";
import type { Collected } from "./messages.js";
import { type Collector, createOverlappedActor } from "./overlapped-actor.js";

interface Order {
  readonly parameters: number;
  readonly from: Snapshot | undefined;
}

/** Collects fragments that know how they were ordered; the k-th ends at place k. */
function recordingCollector(from = 0) {
  const orders: Order[] = [];
  let place = from;
  const collector: Collector = {
    begin: async () => ({ actor: 0, statistics: null }),
    async collect(parameters, at) {
      const order = { parameters: parameters[0]!, from: at };
      orders.push(order);
      place++;
      const collected = {
        fragment: order as unknown as Fragment,
        finished: [{ copy: 0, episodeReturn: place, length: 1 }],
        time: { environment: 1, policy: 1 },
        place: { actor: place, statistics: null },
      };
      return collected satisfies Collected;
    },
  };
  return { collector, orders };
}

const episodes: number[] = [];
const actorFor = (collector: Collector) =>
  createOverlappedActor({
    collector,
    statistics: undefined,
    onEpisodes: (finished) => episodes.push(...finished.map(({ episodeReturn }) => episodeReturn)),
  });
const theta = (number: number) => Float32Array.of(number);

describe("createOverlappedActor", () => {
  it("hands over fragments of exactly one iteration before, and has the next one begun", async () => {
    const { collector, orders } = recordingCollector();
    const actor = actorFor(collector);
    await actor.begin();
    const behavior: number[] = [];
    for (let update = 0; update < 5; update++) {
      const fragment = (await actor.collect(theta(update))) as unknown as Order;
      behavior.push(fragment.parameters);
      expect(orders).toHaveLength(update + 2);
    }
    expect(behavior).toEqual([0, 0, 1, 2, 3]);
    // places are only told where the collector is not there anyway
    expect(orders.every(({ from }) => from === undefined)).toBe(true);
    expect(episodes).toEqual([1, 2, 3, 4, 5]);
  });

  it("asks for the next fragment before it waits for the one that is under way", async () => {
    const { collector, orders } = recordingCollector();
    const arrivals: (() => void)[] = [];
    const actor = actorFor({
      ...collector,
      async collect(...order) {
        const collected = collector.collect(...order);
        await new Promise<void>((resolve) => arrivals.push(resolve));
        return collected;
      },
    });
    await actor.begin();
    const first = actor.collect(theta(0));
    expect(orders).toHaveLength(2);
    arrivals[0]!();
    await first;
    const second = actor.collect(theta(1));
    expect(orders.map((order) => order.parameters)).toEqual([0, 0, 1]);
    arrivals[1]!();
    await second;
  });

  it("keeps the parameters, which a learner overwrites", async () => {
    const { collector, orders } = recordingCollector();
    const actor = actorFor(collector);
    await actor.begin();
    const parameters = theta(1);
    await actor.collect(parameters);
    parameters[0] = 2;
    await actor.collect(parameters);
    expect(orders.map((order) => order.parameters)).toEqual([1, 1, 2]);
  });

  it("collects the fragment that was under way again when it is restored, by the same parameters", async () => {
    const first = recordingCollector();
    const actor = actorFor(first.collector);
    await actor.begin();
    for (let update = 0; update < 3; update++) await actor.collect(theta(update));
    const second = recordingCollector(3);
    const restored = actorFor(second.collector);
    restored.setState(actor.getState());
    await restored.collect(theta(3));
    expect(second.orders).toEqual([
      { parameters: 2, from: 3 },
      { parameters: 3, from: undefined },
    ]);
    expect(first.orders[3]).toEqual({ parameters: 2, from: undefined });
  });

  it("fails when its fragment failed, and not before", async () => {
    const { collector } = recordingCollector();
    let calls = 0;
    const actor = actorFor({
      ...collector,
      collect: (...order) => (++calls === 2 ? Promise.reject(new Error("lost")) : collector.collect(...order)),
    });
    await actor.begin();
    await actor.collect(theta(0));
    await expect(actor.collect(theta(1))).rejects.toThrow("lost");
  });
});
