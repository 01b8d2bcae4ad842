import { createRandom, type EnvironmentDefinition } from "proximal";
import { bandit, chain, gridworld, randomMdp, type TabularMdp, tabularEnvironment } from "proximal/oracle";

/** Small processes whose true objective is computed, not sampled. */
const processes: readonly TabularMdp[] = [bandit(), gridworld(3, 3, 0.1), chain(5), randomMdp(createRandom(7), 5, 3)];

const byId = new Map(
  processes.map((mdp) => {
    const definition = tabularEnvironment(mdp, { maxEpisodeSteps: 50 }) as EnvironmentDefinition;
    return [definition.id, { mdp, definition }];
  }),
);

export const tabularIds: readonly string[] = [...byId.keys()];

export const tabularTask = (id: string): { mdp: TabularMdp; definition: EnvironmentDefinition } | undefined =>
  byId.get(id);

/** A network without a hidden layer on one-hot states is a table of logits, as in the theory. */
const common = { nEnvs: 8, nSteps: 32, network: { hidden: [] } };
const passes = { ...common, batchSize: 64, nEpochs: 4, learningRate: 1e-2 };

const options: Readonly<Record<string, object>> = {
  reinforce: { ...common, nSteps: 50, learningRate: 3e-2 },
  "off-policy-reinforce": { ...common, nSteps: 50, learningRate: 3e-2 },
  a2c: { ...common, learningRate: 1e-2 },
  "is-pg": passes,
  surrogate: passes,
  npg: { ...common, learningRate: 1e-2, batchSize: 64 },
  trpo: { ...common, learningRate: 1e-2, batchSize: 64 },
  "ppo-lagrangian": passes,
  "ppo-kl": passes,
  ppo: passes,
};

/** What works for a tabular process. */
export function tabularPreset({ gamma }: TabularMdp, algorithm: string): { totalSteps: number; options: object } {
  return { totalSteps: 50_000, options: { gamma, ...options[algorithm] } };
}
