import type { RunName } from "./compare-options.js";

/** An environment's id as the name of a file. Different ids have different ones. */
export const fileNameOf = (id: string): string =>
  id.replace(/^\.+$|[^\w.-]/g, (text) =>
    [...text].map((symbol) => `%${symbol.codePointAt(0)?.toString(16).toUpperCase()}`).join(""),
  );

/** A figure's file within a comparison's folder, by the id of its environment, or `comparison` for all of them. */
export const figureFile = (id: string, ending: string): string => `${fileNameOf(id)}.${ending}`;

/** Where a comparison keeps a run, within its folder. */
export const runPath = ({ environment, algorithm, seed }: RunName): readonly string[] => [
  fileNameOf(environment),
  fileNameOf(algorithm),
  `seed-${seed}`,
];

/** `CartPole-v1, ppo, seed 3` */
export const describeRun = ({ environment, algorithm, seed }: RunName): string =>
  `${environment}, ${algorithm}, seed ${seed}`;
