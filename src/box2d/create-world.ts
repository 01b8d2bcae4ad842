import { World } from "planck";
import { RunError } from "../errors.js";

/** What the broad phase tells of a fixture; `proxyId` counts fixtures in the order of their creation. */
interface Proxy {
  readonly proxyId: number;
}
type Pair = readonly [Proxy, Proxy];

/** The part of planck's inside that is changed. */
interface BroadPhase {
  updatePairs(create: (first: Proxy, second: Proxy) => void): void;
}

/**
 * An empty world whose contacts are made in Box2D's order, fixtures created first coming first; planck makes them in
 * the order of its search. The solver does not converge where a foot stands on two edges, so the order is part of the
 * physics: with planck's own, Gymnasium's demonstration walker falls over at once.
 */
export function createWorld(gravity: number): World {
  const world = new World({ gravity: { x: 0, y: gravity } });
  const broadPhase = (world as unknown as { readonly m_broadPhase?: Partial<BroadPhase> }).m_broadPhase;
  const search = broadPhase?.updatePairs;
  if (broadPhase === undefined || typeof search !== "function") {
    throw new RunError({
      code: "unknown-planck",
      message: "This version of planck keeps its broad phase elsewhere, so contacts cannot be ordered as in Box2D.",
      fix: "Install planck 1.5: npm install planck@1.5",
    });
  }
  const pairs: Pair[] = [];
  const keep = (first: Proxy, second: Proxy) => {
    pairs.push(first.proxyId < second.proxyId ? [first, second] : [second, first]);
  };
  broadPhase.updatePairs = (create) => {
    pairs.length = 0;
    search.call(broadPhase, keep);
    if (pairs.length > 1) pairs.sort(byCreation);
    // a pair of which both have moved was found twice; the world makes no second contact of it
    for (const [first, second] of pairs) create(first, second);
  };
  return world;
}

const byCreation = ([a, b]: Pair, [c, d]: Pair) => a.proxyId - c.proxyId || b.proxyId - d.proxyId;
