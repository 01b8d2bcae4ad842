import { algorithmPreset, type EnvironmentDefinition, findEnvironment, presetFor, UsageError } from "proximal";
import { algorithmNames } from "proximal/algorithms";
import { tabularIds, tabularPreset, tabularTask } from "./tabular.js";

/** MuJoCo's tasks; its 10 MB of WebAssembly are loaded when one of them is first used. */
export const mujocoIds = [
  "InvertedPendulum-v5",
  "InvertedDoublePendulum-v5",
  "Reacher-v5",
  "Swimmer-v5",
  "HalfCheetah-v5",
  "Hopper-v5",
  "Walker2d-v5",
  "Ant-v5",
  "Humanoid-v5",
  "HumanoidStandup-v5",
  "Pusher-v5",
] as const;

/** What the page offers, in the order of the menu. */
export const environmentGroups: readonly { readonly name: string; readonly ids: readonly string[] }[] = [
  {
    name: "Classic control",
    ids: ["CartPole-v1", "Acrobot-v1", "MountainCar-v0", "MountainCarContinuous-v0", "Pendulum-v1"],
  },
  { name: "Tabular, with exact answers", ids: tabularIds },
  {
    name: "Box2D",
    ids: ["LunarLander-v3", "LunarLanderContinuous-v3", "BipedalWalker-v3", "BipedalWalkerHardcore-v3"],
  },
  { name: "MuJoCo", ids: mujocoIds },
  {
    name: "Sanity checks",
    ids: [
      "Sign-v0",
      "TimeLimit-v0",
      "Masks-v0",
      "MultiDiscrete-v0",
      "MultiBinary-v0",
      "Images-v0",
      "Dict-v0",
      "Memory-v0",
    ],
  },
];

const offered = environmentGroups.flatMap(({ ids }) => ids);

/** Throws UsageError `unknown-environment` for what this page does not offer. */
export function environmentOf(id: string): EnvironmentDefinition {
  const tabular = tabularTask(id);
  if (tabular) return tabular.definition;
  const definition = findEnvironment(id);
  if (offered.includes(id)) return definition;
  throw new UsageError({
    code: "unknown-environment",
    message: `${id} does not run in the playground.`,
    fix: `Train it in Node with "npx proximal train ${id}", or choose one of: ${offered.join(", ")}.`,
  });
}

/** The algorithms that the environment's action space allows. */
export const algorithmsFor = (environment: string): readonly string[] =>
  algorithmNames.filter((name) => name !== "sac" || environmentOf(environment).actionSpace.kind === "box");

/** Options and number of steps that work, or the algorithm's own defaults. */
export function presetOf(environment: string, algorithm: string): { totalSteps: number; options: object } {
  const tabular = tabularTask(environment);
  return tabular ? tabularPreset(tabular.mdp, algorithm) : algorithmPreset(presetFor(environment), algorithm);
}
