import type { Body, Contact, World } from "planck";

/** Which limbs stand on the ground, and whether the body itself has touched it. */
export interface GroundContacts {
  /** A limb that touches two pieces of ground and leaves one counts as off the ground, as it does in Gymnasium. */
  readonly standing: readonly boolean[];
  readonly crashed: boolean;
}

/** Follows the contacts of a body and its limbs; everything else in the world must be ground. */
export function watchGroundContacts(world: World, body: Body, limbs: readonly Body[]): GroundContacts {
  const standing = limbs.map(() => false);
  let crashed = false;
  const mark = (contact: Contact, touches: boolean) => {
    const first = contact.getFixtureA().getBody();
    const second = contact.getFixtureB().getBody();
    if (touches && (first === body || second === body)) crashed = true;
    for (let i = 0; i < limbs.length; i++) {
      if (limbs[i] === first || limbs[i] === second) standing[i] = touches;
    }
  };
  world.on("begin-contact", (contact) => mark(contact, true));
  world.on("end-contact", (contact) => mark(contact, false));
  return {
    standing,
    get crashed() {
      return crashed;
    },
  };
}
