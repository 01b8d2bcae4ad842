import { createReplayBuffer, type Transitions } from "../rollout/index.js";
import type { Snapshot } from "../snapshot.js";
import type { Algorithm, ReplayLearner, Task } from "./algorithm.js";
import { createSacGradientStep } from "./sac/gradient-step.js";
import { SacMetrics } from "./sac/metrics.js";
import { createSacModel } from "./sac/model.js";
import { type ResolvedSacOptions, resolveSacOptions, type SacOptions } from "./sac/options.js";
import { scheduledValue } from "./schedule.js";

/**
 * Soft Actor-Critic (Haarnoja et al. 2018, with the automatic temperature of 2018b): maximizes E_{s~D} E_{a~π}[min Q(s, a)
 * − α·log π(a|s)]. States come from a replay buffer, but actions from the current policy and a learned Q, so there is no
 * ratio. Throws a UsageError for options that cannot be, and, once the task is known, for actions that are not a Box with
 * bounds.
 */
export function sac(options: SacOptions = {}): Algorithm<ReplayLearner> {
  const resolved = resolveSacOptions(options);
  return {
    name: "sac",
    options: resolved as unknown as Readonly<Record<string, unknown>>,
    collection: { ...resolved, normalizeObservation: false, normalizeReward: false },
    create: (task) => createSacLearner(task, resolved),
  };
}

async function createSacLearner(task: Task, options: ResolvedSacOptions): Promise<ReplayLearner> {
  const { nEnvs, nSteps, trainFrequency, gradientSteps, learningStarts, bufferSize, batchSize, gamma, tau } = options;
  const model = createSacModel(task, options);
  const { family } = model;
  const automatic = options.alpha === "auto";
  const step = await createSacGradientStep(
    model,
    { gamma, tau, targetEntropy: automatic ? (options.targetEntropy ?? -family.actionSize) : undefined },
    model.parameters.initialize(task.random.split("initialization")),
    options.alpha === "auto" ? Math.log(options.initialAlpha) : options.alpha,
  );
  const observationSize = model.observation.shape[1] as number;
  const replay = createReplayBuffer(
    { capacity: bufferSize, observationSize, actionSize: family.actionSize },
    batchSize,
  );
  const random = {
    exploration: task.random.split("exploration"),
    replay: task.random.split("replay"),
    noise: task.random.split("noise"),
  };
  const noise = new Float32Array(batchSize * model.noise.size);
  const nextNoise = new Float32Array(batchSize * model.noise.size);
  const squashed = new Float32Array(nEnvs * family.actionSize);
  let stepsTaken = 0;

  /** Uniform within the bounds: u = atanh(2x − 1) for x in (0, 1). */
  const uniformly = (actions: Float32Array | Int32Array) => {
    for (let i = 0; i < actions.length; i++) {
      actions[i] = Math.atanh(2 * Math.max(random.exploration.float(), 2 ** -33) - 1);
    }
  };
  /** Critics judge tanh(u), so that is what is replayed. */
  const remember = (transitions: Transitions) => {
    for (let i = 0; i < squashed.length; i++) squashed[i] = Math.tanh(transitions.actions[i]!);
    replay.add({ ...transitions, actions: squashed });
  };

  return {
    model,
    get parameters() {
      return step.state.parameters;
    },
    warmStart: (parameters) => step.reset(parameters),
    async learn(actor, progress) {
      const learningRate = scheduledValue(options.learningRate, progress);
      const metrics = new SacMetrics();
      actor.begin();
      for (let t = 1; t <= nSteps; t++) {
        // a ~ π(·|s), or at random before anything has been learned
        remember(await actor.step(step.state.parameters, stepsTaken < learningStarts ? uniformly : undefined));
        stepsTaken += nEnvs;
        if (t % trainFrequency !== 0 || stepsTaken <= learningStarts) continue;
        for (let k = 0; k < gradientSteps; k++) {
          random.noise.fillNormal(noise);
          random.noise.fillNormal(nextNoise);
          metrics.add(await step.take(replay.sample(random.replay), { noise, nextNoise }, learningRate));
        }
      }
      return {
        ...metrics.get(),
        "replay/size": replay.size,
        "charts/learning_rate": learningRate,
        "charts/gradient_steps": metrics.count,
      };
    },
    getState: () => ({
      step: step.getState(),
      replay: replay.getState(),
      random: {
        exploration: random.exploration.getState(),
        replay: random.replay.getState(),
        noise: random.noise.getState(),
      },
      stepsTaken,
    }),
    setState(state: Snapshot) {
      const saved = state as unknown as SavedState;
      step.setState(saved.step);
      replay.setState(saved.replay);
      random.exploration.setState(saved.random.exploration);
      random.replay.setState(saved.random.replay);
      random.noise.setState(saved.random.noise);
      stepsTaken = saved.stepsTaken;
    },
  };
}

interface SavedState {
  readonly step: Snapshot;
  readonly replay: Snapshot;
  readonly random: Readonly<Record<"exploration" | "replay" | "noise", readonly number[]>>;
  readonly stepsTaken: number;
}
