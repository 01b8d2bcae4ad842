import type { Mujoco, MujocoModel } from "../../mujoco/index.js";
import { element } from "./xml.js";

/** Of many more pairs than these a search for neighbors is faster than a look at each; of a humanoid's 126 it is not. */
const MOST_PAIRS = 200;

type Pair = readonly [geom: number, other: number];

/**
 * Compiles a model and writes out which of its geoms can touch, so that MuJoCo need not sort bodies by where they are in
 * every step to find out. Contacts come out as they would, in their order, to the last bit, for models whose geoms all
 * have names and one priority, with time constants for solref (no negative numbers), where parents and children do not
 * collide (`filterparent`), with no `<exclude>` and no `<pair>` of their own; and as long as geoms are not changed
 * afterwards: pairs have frictions and margins of their own.
 */
export function compileWithPairs(mujoco: Mujoco, xml: string): MujocoModel {
  const searching = mujoco.compile(xml);
  const pairs = touchingPairs(searching);
  if (pairs.length > MOST_PAIRS) return searching;
  const written = element("contact", {}, ...pairs.map((pair) => describe(searching, pair)));
  searching.dispose();
  const model = mujoco.compile(xml.replace(/<\/mujoco>\s*$/, `${written}\n</mujoco>`));
  // the search leaves out bodies that collide with nothing; their geoms keep telling what they are for
  model.body_contype.fill(0);
  model.body_conaffinity.fill(0);
  return model;
}

/** Pairs that MuJoCo lets collide, in the order of their contacts: by bodies, then by geoms, that of the simpler type first. */
function touchingPairs(model: MujocoModel): Pair[] {
  const { geom_bodyid, geom_type, geom_contype, geom_conaffinity } = model;
  const { nbody, ngeom } = model.sizes;
  const pairs: { readonly pair: Pair; readonly bodies: number; readonly geoms: number }[] = [];
  for (let geom = 0; geom < ngeom; geom++) {
    for (let other = geom + 1; other < ngeom; other++) {
      const matching =
        (geom_contype[geom]! & geom_conaffinity[other]!) | (geom_contype[other]! & geom_conaffinity[geom]!);
      const [body, otherBody] = [geom_bodyid[geom]!, geom_bodyid[other]!];
      if (matching === 0 || !canMeet(model, body, otherBody)) continue;
      const [first, second] = geom_type[geom]! > geom_type[other]! ? [other, geom] : [geom, other];
      pairs.push({ pair: [geom, other], bodies: body * nbody + otherBody, geoms: first * ngeom + second });
    }
  }
  return pairs.sort((a, b) => a.bodies - b.bodies || a.geoms - b.geoms).map(({ pair }) => pair);
}

/** Bodies that are fixed to each other, that hang on one another, or that neither of them moves, never collide. */
function canMeet({ body_weldid, body_parentid, body_dofnum }: MujocoModel, body: number, other: number): boolean {
  const [weld, otherWeld] = [body_weldid[body]!, body_weldid[other]!];
  if (weld === otherWeld || (body_dofnum[weld] === 0 && body_dofnum[otherWeld] === 0)) return false;
  if (weld === 0 || otherWeld === 0) return true;
  return body_weldid[body_parentid[weld]!] !== otherWeld && body_weldid[body_parentid[otherWeld]!] !== weld;
}

/** What MuJoCo works out for a contact of two geoms (https://mujoco.readthedocs.io/en/stable/modeling.html#contact-parameters). */
function describe(model: MujocoModel, [geom, other]: Pair): string {
  const { geom_condim, geom_friction, geom_solref, geom_solimp, geom_solmix, geom_margin, geom_gap } = model;
  const names = model.names.of("geom");
  const greatest = (a: number, b: number) => Math.max(a, b);
  const share = geom_solmix[geom]! / (geom_solmix[geom]! + geom_solmix[other]!);
  const mixed = (a: number, b: number) => share * a + (1 - share) * b;
  const both = (values: ArrayLike<number>, size: number, combine: (a: number, b: number) => number) =>
    Array.from({ length: size }, (_, i) => combine(values[size * geom + i]!, values[size * other + i]!));
  const [sliding, torsional, rolling] = both(geom_friction, 3, greatest);
  return element("pair", {
    geom1: names[geom]!,
    geom2: names[other]!,
    condim: both(geom_condim, 1, greatest),
    friction: [sliding!, sliding!, torsional!, rolling!, rolling!],
    solref: both(geom_solref, 2, mixed),
    solimp: both(geom_solimp, 5, mixed),
    margin: geom_margin[geom]! + geom_margin[other]!,
    gap: geom_gap[geom]! + geom_gap[other]!,
  });
}
