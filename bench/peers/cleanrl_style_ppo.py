"""PPO with CleanRL's published settings, written anew, on one CPU thread; prints one JSON line.

    cleanrl_style_ppo.py --seed 1 --steps 100000 [--environment CartPole-v1] [--episodes 100]
    cleanrl_style_ppo.py --seed 1 --steps 200000 --environment HalfCheetah-v5 --episodes 20

{
  "peer": "CleanRL-style PPO", "environment", "seed", "steps",
  "trainSeconds", "stepsPerSecond": rollouts and updates; start-up and evaluation excluded,
  "trainCpuSeconds", "stepsPerCpuSecond": the same by processor time,
  "curve": [[steps, seconds, processor seconds, mean return of the last 100 training episodes], ...],
  "evaluation": {"mean", "std", "episodes"}, greedy, after training, in environments of its own,
  "rssMegabytes":   peak resident memory up to the end of training, 10^6 bytes,
  "startupSeconds": process start until the model is built,
  "versions": {...}
}

Not CleanRL's code but its settings. Discrete actions (ppo.py): 4 environments x 128 steps, 4 minibatches, 4 epochs,
learning rate 2.5e-4 annealed to 0, entropy 0.01. Continuous ones (ppo_continuous_action.py): 1 environment x 2048 steps,
32 minibatches, 10 epochs, learning rate 3e-4 annealed to 0, no entropy bonus, observations and rewards normalized and
clipped to 10. Both: gamma 0.99, lambda 0.95, clip 0.2 (policy and value), value 0.5, gradient norm 0.5, Adam epsilon
1e-5, separate 64x64 tanh networks. Like CleanRL it takes a time limit for a death.
"""

import measuring  # isort: skip (sets thread variables)

import argparse
import time
from collections import deque
from dataclasses import dataclass

import gymnasium
import numpy
import torch
from gymnasium.vector import AutoresetMode, SyncVectorEnv
from gymnasium.wrappers import ClipAction, NormalizeObservation, NormalizeReward, TransformObservation, TransformReward
from torch import nn

from torch_learner import ActorCritic

GAMMA, LAMBDA, CLIP_RANGE = 0.99, 0.95, 0.2
VALUE_COEFFICIENT, MAX_GRADIENT_NORM = 0.5, 0.5
LARGEST = 10


@dataclass(frozen=True)
class Settings:
    environments: int
    steps: int
    minibatches: int
    epochs: int
    learning_rate: float
    entropy_coefficient: float


DISCRETE = Settings(4, 128, 4, 4, 2.5e-4, 0.01)
CONTINUOUS = Settings(1, 2048, 32, 10, 3e-4, 0.0)


class KeepReturns(gymnasium.Wrapper):
    """Notes the return of every finished episode, before anything is normalized."""

    def __init__(self, environment, returns):
        super().__init__(environment)
        self.returns, self.sum = returns, 0.0

    def reset(self, **options):
        self.sum = 0.0
        return self.env.reset(**options)

    def step(self, action):
        result = self.env.step(action)
        self.sum += float(result[1])
        if result[2] or result[3]:
            self.returns.append(self.sum)
        return result


def clipped(values):
    return numpy.clip(values, -LARGEST, LARGEST)


def make_environments(name, copies, returns, continuous):
    normalizers = []

    def make():
        environment = KeepReturns(gymnasium.make(name), returns)
        if not continuous:
            return environment
        normalizer = NormalizeObservation(ClipAction(environment))
        normalizers.append(normalizer)
        environment = TransformObservation(normalizer, clipped, normalizer.observation_space)
        return TransformReward(NormalizeReward(environment, gamma=GAMMA), clipped)

    return SyncVectorEnv([make] * copies, autoreset_mode=AutoresetMode.SAME_STEP), normalizers


class Rollout:
    """Time-major tensors: [time, environment, ...]."""

    def __init__(self, settings, observation_size, action):
        shape = settings.steps, settings.environments
        self.observation = torch.zeros(*shape, observation_size)
        self.action = torch.zeros(*shape, *action.shape[1:], dtype=action.dtype)
        self.log_probability, self.reward, self.value, self.done_before = torch.zeros(4, *shape)

    def advantages(self, last_value, last_done):
        """Generalized advantage estimation, backwards in time."""
        advantage = torch.zeros_like(self.reward)
        running = torch.zeros_like(last_done)
        next_value, next_done = last_value, last_done
        for t in reversed(range(len(self.reward))):
            alive = 1.0 - next_done
            delta = self.reward[t] + GAMMA * next_value * alive - self.value[t]
            running = delta + GAMMA * LAMBDA * alive * running
            advantage[t] = running
            next_value, next_done = self.value[t], self.done_before[t]
        return advantage


def as_tensor(values):
    return torch.as_tensor(values, dtype=torch.float32)


class Trainer:
    def __init__(self, name, seed, steps):
        space = gymnasium.spec(name).make().action_space
        self.continuous = isinstance(space, gymnasium.spaces.Box)
        self.settings = CONTINUOUS if self.continuous else DISCRETE
        self.returns = deque(maxlen=100)
        self.environments, self.normalizers = make_environments(
            name, self.settings.environments, self.returns, self.continuous
        )
        size = self.environments.single_observation_space.shape[0]
        actions = space.shape[0] if self.continuous else int(space.n)
        self.model = ActorCritic(size, [64, 64], actions, continuous=self.continuous)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=self.settings.learning_rate, eps=1e-5)
        observation, _ = self.environments.reset(seed=seed)
        self.observation = as_tensor(observation)
        with torch.no_grad():
            self.rollout = Rollout(self.settings, size, self.model.distribution(self.observation).sample())
        self.done = torch.zeros(self.settings.environments)
        self.progress = measuring.Progress(steps)

    def log_probability(self, distribution, action):
        log_probability = distribution.log_prob(action)
        return log_probability.sum(-1) if self.continuous else log_probability

    def collect(self):
        rollout = self.rollout
        for t in range(self.settings.steps):
            with torch.no_grad():
                distribution = self.model.distribution(self.observation)
                action = distribution.sample()
                rollout.value[t] = self.model.critic(self.observation).flatten()
                rollout.log_probability[t] = self.log_probability(distribution, action)
            rollout.observation[t], rollout.action[t], rollout.done_before[t] = self.observation, action, self.done
            observation, reward, terminated, truncated, _ = self.environments.step(action.numpy())
            rollout.reward[t] = torch.as_tensor(reward)
            self.observation = as_tensor(observation)
            self.done = as_tensor(numpy.logical_or(terminated, truncated))

    def update(self):
        rollout, settings = self.rollout, self.settings
        with torch.no_grad():
            advantage = rollout.advantages(self.model.critic(self.observation).flatten(), self.done)
            value_target = (advantage + rollout.value).flatten()
        observation, action = rollout.observation.flatten(0, 1), rollout.action.flatten(0, 1)
        log_probability = rollout.log_probability.flatten()
        advantage, old_value = advantage.flatten(), rollout.value.flatten()
        for _ in range(settings.epochs):
            order = numpy.random.permutation(settings.steps * settings.environments)
            for rows in numpy.split(order, settings.minibatches):
                self.minibatch(
                    observation[rows], action[rows], log_probability[rows],
                    advantage[rows], value_target[rows], old_value[rows],
                )  # fmt: skip

    def minibatch(self, observation, action, old_log_probability, advantage, value_target, old_value):
        log_probability, entropy, value = self.model.evaluate(observation, action)
        log_ratio = log_probability - old_log_probability
        ratio = log_ratio.exp()
        with torch.no_grad():
            # CleanRL measures these on every minibatch; dropping them would flatter the peer.
            ((ratio - 1) - log_ratio).mean()
            ((ratio - 1.0).abs() > CLIP_RANGE).float().mean().item()
        advantage = (advantage - advantage.mean()) / (advantage.std() + 1e-8)
        clipped_ratio = torch.clamp(ratio, 1 - CLIP_RANGE, 1 + CLIP_RANGE)
        policy_loss = torch.max(-advantage * ratio, -advantage * clipped_ratio).mean()
        clipped_value = old_value + torch.clamp(value - old_value, -CLIP_RANGE, CLIP_RANGE)
        value_loss = 0.5 * torch.max((value - value_target) ** 2, (clipped_value - value_target) ** 2).mean()
        loss = policy_loss - self.settings.entropy_coefficient * entropy.mean() + VALUE_COEFFICIENT * value_loss
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), MAX_GRADIENT_NORM)
        self.optimizer.step()

    def train(self, steps):
        per_update = self.settings.steps * self.settings.environments
        updates = steps // per_update
        for update in range(updates):
            self.optimizer.param_groups[0]["lr"] = self.settings.learning_rate * (1 - update / updates)
            self.collect()
            self.update()
            self.progress.note((update + 1) * per_update, self.returns)
        return updates * per_update

    def greedy(self, observation):
        """Actions as the trained policy would take them, by the statistics that training ended with."""
        if not self.continuous:
            return self.model.actor(as_tensor(observation)).argmax(-1).numpy()
        statistics = self.normalizers[0].obs_rms
        normalized = (observation - statistics.mean) / numpy.sqrt(statistics.var + 1e-8)
        space = self.environments.single_action_space
        return numpy.clip(self.model.actor(as_tensor(clipped(normalized))).numpy(), space.low, space.high)


def greedy_returns(trainer, name, seed, episodes):
    """The first episode of each of `episodes` copies."""
    environments = SyncVectorEnv([lambda: gymnasium.make(name)] * episodes)
    observation, _ = environments.reset(seed=seed)
    returns, running = numpy.zeros(episodes), numpy.ones(episodes, dtype=bool)
    while running.any():
        with torch.no_grad():
            action = trainer.greedy(observation)
        observation, reward, terminated, truncated, _ = environments.step(action)
        returns += reward * running
        running &= ~(terminated | truncated)
    return returns


def main():
    parser = argparse.ArgumentParser(description="Measure PPO with CleanRL's settings.")
    parser.add_argument("--environment", default="CartPole-v1", help="vector observations, Discrete or Box actions")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--episodes", type=int, default=100, help="of the final evaluation")
    options = parser.parse_args()

    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    numpy.random.seed(options.seed)
    trainer = Trainer(options.environment, options.seed, options.steps)
    per_update = trainer.settings.steps * trainer.settings.environments
    if options.steps < per_update:
        parser.error(f"--steps {options.steps} is less than one rollout of {per_update}")
    startup_seconds = measuring.seconds_since_process_start()

    started, cpu_started = time.perf_counter(), time.process_time()
    steps = trainer.train(options.steps)
    train_seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - cpu_started
    rss_megabytes = measuring.peak_rss_megabytes()
    returns = greedy_returns(trainer, options.environment, options.seed + 1_000_000, options.episodes)

    measuring.report(
        {
            "peer": "CleanRL-style PPO",
            "environment": options.environment,
            "seed": options.seed,
            "steps": steps,
            "trainSeconds": train_seconds,
            "stepsPerSecond": steps / train_seconds,
            "trainCpuSeconds": cpu_seconds,
            "stepsPerCpuSecond": steps / cpu_seconds,
            "curve": trainer.progress.points,
            "evaluation": {"mean": float(returns.mean()), "std": float(returns.std()), "episodes": len(returns)},
            "rssMegabytes": rss_megabytes,
            "startupSeconds": startup_seconds,
            "versions": measuring.versions(gymnasium, numpy, torch),
        }
    )


if __name__ == "__main__":
    main()
