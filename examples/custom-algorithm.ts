/**
 * An algorithm of one's own: REINFORCE with a learned baseline, one gradient step per fragment of experience.
 * Run: npx tsx examples/custom-algorithm.ts [steps]
 */
import { type Algorithm, type Learner, train } from "proximal";
import { type CollectionSettings, GradientStep, type Task, valueLoss } from "proximal/algorithms";
import { createActorCritic } from "proximal/policies";
import { generalizedAdvantages, normalize } from "proximal/rollout";
import { add, input, mean, mul, neg } from "proximal/tensor";

function reinforce({ learningRate = 1e-2, nEnvs = 16, nSteps = 64, gamma = 0.98 } = {}): Algorithm {
  const collection: CollectionSettings = {
    nEnvs,
    nSteps,
    gamma,
    normalizeObservation: false,
    normalizeReward: false,
  };
  return {
    name: "reinforce-with-baseline",
    options: { learningRate, ...collection },
    collection,
    create: (task) => createLearner(task, collection, learningRate),
  };
}

async function createLearner(task: Task, collection: CollectionSettings, learningRate: number): Promise<Learner> {
  const model = createActorCritic(task);
  const { distribution } = model.head;
  const action = input("action", model.family.actionShape, model.family.actionType);
  const advantage = input("advantage", ["batch"]);
  const target = input("return", ["batch"]);
  // −E[log π(a|s)·A] + ½·E[(V(s) − R)²]
  const policyLoss = neg(mean(mul(distribution.logProb(action), advantage)));
  const baselineLoss = valueLoss(model.value, target);
  const step = await GradientStep.create(
    {
      parameters: model.parameters,
      loss: add(policyLoss, mul(baselineLoss, 0.5)),
      diagnostics: { policyLoss, baselineLoss, entropy: mean(distribution.entropy()) },
    },
    model.parameters.initialize(task.random.split("initialization")),
  );
  const advantages = new Float32Array(collection.nEnvs * collection.nSteps);

  return {
    model,
    get parameters() {
      return step.parameters;
    },
    warmStart: (parameters) => step.reset(parameters),
    async update(fragment) {
      // λ = 1: the sum of discounted rewards to go, less the baseline V.
      generalizedAdvantages(fragment, collection.gamma, 1, advantages);
      const returns = advantages.map((a, i) => a + fragment.values[i]!);
      normalize(advantages);
      const feeds = {
        observation: fragment.observations,
        action: fragment.actions,
        advantage: advantages,
        return: returns,
        ...(fragment.masks && { mask: fragment.masks }),
      };
      const { result, accept } = await step.propose(feeds, learningRate, 0.5);
      await accept();
      return {
        "losses/policy_loss": result.policyLoss[0]!,
        "losses/value_loss": result.baselineLoss[0]!,
        "losses/entropy": result.entropy[0]!,
      };
    },
    getState: () => step.getState(),
    setState: (state) => step.setState(state),
  };
}

const run = train({
  environment: "CartPole-v1",
  algorithm: reinforce(),
  totalSteps: Number(process.argv[2] ?? 200_000),
  until: 475,
});
for await (const { steps, evaluation } of run) {
  if (evaluation) console.log(`${steps} steps: mean return ${evaluation.mean.toFixed(1)}`);
}
