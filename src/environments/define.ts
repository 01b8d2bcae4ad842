import type { Random } from "../random/index.js";
import type { Box, Dict, MultiBinary, MultiDiscrete, Space, ValueOf } from "../spaces/index.js";
import type { Dynamics, Environment, EnvironmentDefinition, EnvironmentMetadata } from "./environment.js";
import { validateDefinition } from "./validate-definition.js";

/** What `reset` and `step` may return for a space: plain arrays are as good as typed ones. */
export type ObservationOf<S extends Space> = S extends Box
  ? ArrayLike<number>
  : S extends MultiDiscrete | MultiBinary
    ? ArrayLike<number>
    : S extends Dict
      ? { readonly [K in keyof S["spaces"]]: ObservationOf<S["spaces"][K]> }
      : ValueOf<S>;

/** How an environment is implemented: objects that `create` makes, or `dynamics`, or whichever of them `load` brings. Exactly one of them. */
export type Implementation<O extends Space, A extends Space> =
  | {
      readonly create: (random: Random) => Environment<ObservationOf<O>, ValueOf<A>>;
      readonly dynamics?: never;
      readonly load?: never;
    }
  | { readonly dynamics: Dynamics; readonly create?: never; readonly load?: never }
  | {
      readonly load: () => Promise<Implementation<O, A> & Pick<EnvironmentMetadata, "settings">>;
      readonly create?: never;
      readonly dynamics?: never;
    };

/**
 * Declares an environment; the types of `step`'s action and of the observations follow from the spaces.
 * Throws UsageError `invalid-environment` for impossible declarations.
 */
export function defineEnvironment<const O extends Space, const A extends Space>(
  definition: EnvironmentMetadata<O, A> & Implementation<O, A>,
): EnvironmentDefinition<O, A> {
  validateDefinition(definition as EnvironmentDefinition);
  // plain arrays are accepted wherever observations are read, so the promise of typed ones is the reader's
  return definition as EnvironmentDefinition<O, A>;
}
